/** The words of the pages where one subscribes, chooses and leaves. */
export interface SubscriberWords {
  subscribe: {
    title: string;
    intro: string;
    noneTitle: string;
    noneText: string;
    choose: string;
    address: string;
    name: string;
    nameHint: string;
    button: string;
    consent: string;
    legal: string;
    and: string;
    oneMore: string;
    oneMoreText: string;
    oneMoreButton: string;
  };
  sent: { title: string; text: string; hint: string };
  confirm: {
    title: string;
    text: string;
    button: string;
    done: string;
    doneText: string;
    again: string;
    preferences: string;
  };
  invalid: { title: string; text: string };
  unsubscribe: {
    title: string;
    text: (newsletter: string) => string;
    textAll: string;
    button: (newsletter: string) => string;
    all: string;
    allTitle: string;
    done: string;
    doneText: (newsletter: string) => string;
    doneAll: string;
    undo: string;
    keep: string;
  };
  undone: { title: string; text: string };
  preferences: {
    title: string;
    forAddress: (address: string) => string;
    newsletters: string;
    none: string;
    clicks: string;
    language: string;
    languageAuto: string;
    zone: string;
    zoneAuto: string;
    ownMorning: string;
    button: string;
    saved: string;
    leaveAll: string;
  };
  account: {
    title: string;
    text: string;
    button: string;
    sentTitle: string;
    sentText: string;
    enter: string;
    enterText: string;
    signOut: string;
  };
  legalEmpty: string;
  chooseOne: string;
  invalidAddress: string;
}

const en: SubscriberWords = {
  subscribe: {
    title: 'The news, in your mailbox',
    intro: 'Free, for everyone. Choose what you would like to read.',
    noneTitle: 'No newsletter yet',
    noneText: 'There is nothing to subscribe to so far. Please come back soon.',
    choose: 'Newsletters',
    address: 'E-mail address',
    name: 'Name',
    nameHint: 'if you like',
    button: 'Subscribe',
    consent:
      'We send you a mail first, with one button to confirm. You can leave with one click in every edition.',
    legal: 'How we handle your address:',
    and: 'and',
    oneMore: 'One more click',
    oneMoreText: 'Please look over what you filled in, and send it.',
    oneMoreButton: 'Send',
  },
  sent: {
    title: 'Check your mailbox',
    text: 'If this address can be subscribed, a mail is on its way to it. Press the button in that mail, and you are in.',
    hint: 'Nothing there after a few minutes? Check the spam folder. After ten minutes you can ask once more.',
  },
  confirm: {
    title: 'Confirm your subscription',
    text: 'Press the button, and it begins.',
    button: 'Yes, subscribe me',
    done: 'You are subscribed',
    doneText: 'Thank you. The next edition comes to you.',
    again: 'This was confirmed before. There is nothing more to do.',
    preferences: 'Your preferences',
  },
  invalid: {
    title: 'This link does not work any more',
    text: 'It may be too old, or cut off by the mail program. You can simply ask for a new one.',
  },
  unsubscribe: {
    title: 'Unsubscribe',
    text: (newsletter) =>
      `Would you like to stop getting ${newsletter}? Nothing changes until you press the button.`,
    textAll: 'Would you like to unsubscribe from everything? Nothing changes until you press the button.',
    button: (newsletter) => `Unsubscribe from ${newsletter}`,
    all: 'Unsubscribe from everything',
    allTitle: 'Every newsletter',
    done: 'You are unsubscribed',
    doneText: (newsletter) => `${newsletter} will not be sent to you any more.`,
    doneAll: 'No newsletter will be sent to you any more.',
    undo: 'That was a mistake: subscribe again',
    keep: 'Rather change what I get',
  },
  undone: { title: 'You are subscribed again', text: 'As if nothing had happened.' },
  preferences: {
    title: 'What you get',
    forAddress: (address) => `For ${address}`,
    newsletters: 'Newsletters',
    none: 'There are no newsletters yet.',
    clicks: 'What I read',
    language: 'Language of pages and notices',
    languageAuto: 'As the publication',
    zone: 'Time zone',
    zoneAuto: 'As the newsletter',
    ownMorning: 'Send it at my own morning: at the newsletter’s hour in my time zone',
    button: 'Save',
    saved: 'Saved.',
    leaveAll: 'Unsubscribe from everything',
  },
  account: {
    title: 'Your account',
    text: 'Give your address, and we send you a link to sign in. There is no password.',
    button: 'Send me the link',
    sentTitle: 'Check your mailbox',
    sentText: 'If we know this address, a link is on its way to it. It works once, within 15 minutes.',
    enter: 'Sign in',
    enterText: 'Press the button to sign in.',
    signOut: 'Sign out',
  },
  legalEmpty: 'The publication has not written this text yet.',
  chooseOne: 'Choose at least one newsletter.',
  invalidAddress: 'This address cannot be used',
};

const uk: SubscriberWords = {
  subscribe: {
    title: 'Новини у вашій скриньці',
    intro: 'Безкоштовно, для всіх. Оберіть, що хочете читати.',
    noneTitle: 'Розсилок ще немає',
    noneText: 'Наразі немає на що підписатися. Завітайте, будь ласка, згодом.',
    choose: 'Розсилки',
    address: 'Електронна адреса',
    name: 'Ім’я',
    nameHint: 'за бажанням',
    button: 'Підписатися',
    consent:
      'Спершу ми надішлемо лист із кнопкою підтвердження. Відписатися можна одним натисканням у кожному випуску.',
    legal: 'Як ми поводимося з вашою адресою:',
    and: 'та',
    oneMore: 'Ще одне натискання',
    oneMoreText: 'Перегляньте, будь ласка, заповнене і надішліть.',
    oneMoreButton: 'Надіслати',
  },
  sent: {
    title: 'Перевірте пошту',
    text: 'Якщо цю адресу можна підписати, лист уже в дорозі. Натисніть кнопку в ньому, і підписку оформлено.',
    hint: 'Минуло кілька хвилин, а листа немає? Перевірте теку «Спам». За десять хвилин можна попросити ще раз.',
  },
  confirm: {
    title: 'Підтвердьте підписку',
    text: 'Натисніть кнопку, щоб почати.',
    button: 'Так, підпишіть мене',
    done: 'Вас підписано',
    doneText: 'Дякуємо. Наступний випуск прийде до вас.',
    again: 'Це вже підтверджено раніше. Більше нічого робити не треба.',
    preferences: 'Ваші налаштування',
  },
  invalid: {
    title: 'Це посилання більше не діє',
    text: 'Воно могло застаріти, або його обрізала поштова програма. Можна просто попросити нове.',
  },
  unsubscribe: {
    title: 'Відписатися',
    text: (newsletter) =>
      `Більше не надсилати вам «${newsletter}»? Нічого не зміниться, доки ви не натиснете кнопку.`,
    textAll: 'Більше не надсилати вам жодної розсилки? Нічого не зміниться, доки ви не натиснете кнопку.',
    button: (newsletter) => `Відписатися від «${newsletter}»`,
    all: 'Відписатися від усього',
    allTitle: 'Усі розсилки',
    done: 'Вас відписано',
    doneText: (newsletter) => `«${newsletter}» більше не надсилатиметься вам.`,
    doneAll: 'Жодна розсилка більше не надсилатиметься вам.',
    undo: 'Це помилка: підписати знову',
    keep: 'Краще змінити, що я отримую',
  },
  undone: { title: 'Вас знову підписано', text: 'Ніби нічого й не було.' },
  preferences: {
    title: 'Що ви отримуєте',
    forAddress: (address) => `Для ${address}`,
    newsletters: 'Розсилки',
    none: 'Розсилок ще немає.',
    clicks: 'Що я читаю',
    language: 'Мова сторінок і повідомлень',
    languageAuto: 'Як у видання',
    zone: 'Часовий пояс',
    zoneAuto: 'Як у розсилки',
    ownMorning: 'Надсилати мого ранку: о годині розсилки за моїм часовим поясом',
    button: 'Зберегти',
    saved: 'Збережено.',
    leaveAll: 'Відписатися від усього',
  },
  account: {
    title: 'Ваш обліковий запис',
    text: 'Вкажіть адресу, і ми надішлемо посилання для входу. Пароля немає.',
    button: 'Надіслати посилання',
    sentTitle: 'Перевірте пошту',
    sentText: 'Якщо ми знаємо цю адресу, посилання вже в дорозі. Воно спрацює один раз протягом 15 хвилин.',
    enter: 'Увійти',
    enterText: 'Натисніть кнопку, щоб увійти.',
    signOut: 'Вийти',
  },
  legalEmpty: 'Видання ще не написало цього тексту.',
  chooseOne: 'Оберіть принаймні одну розсилку.',
  invalidAddress: 'Цю адресу не можна використати',
};

const de: SubscriberWords = {
  subscribe: {
    title: 'Die Nachrichten, in Ihrem Postfach',
    intro: 'Kostenlos, für alle. Wählen Sie, was Sie lesen möchten.',
    noneTitle: 'Noch kein Newsletter',
    noneText: 'Bisher gibt es nichts zu abonnieren. Bitte schauen Sie bald wieder vorbei.',
    choose: 'Newsletter',
    address: 'E-Mail-Adresse',
    name: 'Name',
    nameHint: 'wenn Sie mögen',
    button: 'Abonnieren',
    consent:
      'Wir schicken Ihnen zuerst eine Mail mit einer Taste zum Bestätigen. Abbestellen können Sie in jeder Ausgabe mit einem Klick.',
    legal: 'So gehen wir mit Ihrer Adresse um:',
    and: 'und',
    oneMore: 'Noch ein Klick',
    oneMoreText: 'Bitte sehen Sie Ihre Angaben durch und senden Sie sie ab.',
    oneMoreButton: 'Absenden',
  },
  sent: {
    title: 'Sehen Sie in Ihr Postfach',
    text: 'Wenn diese Adresse angemeldet werden kann, ist eine Mail an sie unterwegs. Drücken Sie die Taste darin, dann sind Sie dabei.',
    hint: 'Nach einigen Minuten nichts da? Sehen Sie im Spam-Ordner nach. Nach zehn Minuten können Sie noch einmal fragen.',
  },
  confirm: {
    title: 'Bestätigen Sie Ihr Abonnement',
    text: 'Drücken Sie die Taste, dann geht es los.',
    button: 'Ja, ich möchte abonnieren',
    done: 'Sie haben abonniert',
    doneText: 'Danke. Die nächste Ausgabe kommt zu Ihnen.',
    again: 'Das wurde schon bestätigt. Es ist nichts mehr zu tun.',
    preferences: 'Ihre Einstellungen',
  },
  invalid: {
    title: 'Dieser Link funktioniert nicht mehr',
    text: 'Er ist vielleicht zu alt oder wurde vom Mailprogramm abgeschnitten. Fordern Sie einfach einen neuen an.',
  },
  unsubscribe: {
    title: 'Abbestellen',
    text: (newsletter) =>
      `Möchten Sie ${newsletter} nicht mehr erhalten? Es ändert sich nichts, bevor Sie die Taste drücken.`,
    textAll:
      'Möchten Sie gar keinen Newsletter mehr erhalten? Es ändert sich nichts, bevor Sie die Taste drücken.',
    button: (newsletter) => `${newsletter} abbestellen`,
    all: 'Alles abbestellen',
    allTitle: 'Alle Newsletter',
    done: 'Sie sind abgemeldet',
    doneText: (newsletter) => `${newsletter} wird Ihnen nicht mehr geschickt.`,
    doneAll: 'Ihnen wird kein Newsletter mehr geschickt.',
    undo: 'Das war ein Versehen: wieder abonnieren',
    keep: 'Lieber ändern, was ich erhalte',
  },
  undone: { title: 'Sie haben wieder abonniert', text: 'Als wäre nichts gewesen.' },
  preferences: {
    title: 'Was Sie erhalten',
    forAddress: (address) => `Für ${address}`,
    newsletters: 'Newsletter',
    none: 'Es gibt noch keine Newsletter.',
    clicks: 'Was ich lese',
    language: 'Sprache von Seiten und Nachrichten',
    languageAuto: 'Wie die Zeitung',
    zone: 'Zeitzone',
    zoneAuto: 'Wie der Newsletter',
    ownMorning: 'An meinem eigenen Morgen schicken: zur Stunde des Newsletters in meiner Zeitzone',
    button: 'Speichern',
    saved: 'Gespeichert.',
    leaveAll: 'Alles abbestellen',
  },
  account: {
    title: 'Ihr Konto',
    text: 'Geben Sie Ihre Adresse an, und wir schicken Ihnen einen Link zur Anmeldung. Ein Passwort gibt es nicht.',
    button: 'Link schicken',
    sentTitle: 'Sehen Sie in Ihr Postfach',
    sentText:
      'Wenn wir diese Adresse kennen, ist ein Link an sie unterwegs. Er gilt einmal, 15 Minuten lang.',
    enter: 'Anmelden',
    enterText: 'Drücken Sie die Taste, um sich anzumelden.',
    signOut: 'Abmelden',
  },
  legalEmpty: 'Die Zeitung hat diesen Text noch nicht geschrieben.',
  chooseOne: 'Wählen Sie mindestens einen Newsletter.',
  invalidAddress: 'Diese Adresse kann nicht verwendet werden',
};

const all: Record<string, SubscriberWords> = { en, uk, de };

export function subscriberWords(language: string): SubscriberWords {
  return all[language] ?? en;
}
