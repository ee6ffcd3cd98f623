/** The fixed words of a mail. */
export interface Texts {
  by: (author: string) => string;
  readAlso: string;
  updated: string;
  number: (number: number) => string;
  photo: (credit: string) => string;
  /** The same where it goes for every picture. */
  photos: (credit: string) => string;
  moreHeadlines: string;
  preferences: string;
  unsubscribe: string;
  viewOnline: string;
  subscribe: string;
  /** Before the address that a button leads to. */
  noButton: string;
  why: (newsletter: string, address: string) => string;
  /** Below an appeal. */
  whyAsked: string;
  /** Above what only patrons read. */
  forPatrons: string;
  privacy: string;
  confirm: ConfirmTexts;
  welcome: WelcomeTexts;
  already: MessageTexts;
  signIn: SignInTexts;
  /** To the newsroom itself. */
  stripeRefused: MessageTexts;
}

interface MessageTexts {
  subject: (publication: string) => string;
  title: string;
  text: (publication: string) => string;
  button: string;
  small: string;
}

interface SignInTexts extends MessageTexts {
  code: string;
}

interface ConfirmTexts extends MessageTexts {
  chosen: string;
}

interface WelcomeTexts extends MessageTexts {
  hello: (name: string) => string;
  chosen: string;
}

const en: Texts = {
  by: (author) => `By ${author}`,
  readAlso: 'Read also',
  updated: 'Updated',
  number: (number) => `No. ${number}`,
  photo: (credit) => `Picture: ${credit}`,
  photos: (credit) => `Pictures: ${credit}`,
  moreHeadlines: 'More headlines',
  preferences: 'Preferences',
  unsubscribe: 'Unsubscribe',
  viewOnline: 'View online',
  subscribe: 'Subscribe',
  noButton: 'If the button does not work, open this address:',
  why: (newsletter, address) =>
    `You receive ${newsletter} because ${address} subscribed to it and confirmed.`,
  whyAsked: 'Why do I see this?',
  forPatrons: 'For patrons',
  privacy: 'Privacy',
  confirm: {
    subject: (publication) => `Please confirm your subscription to ${publication}`,
    title: 'One click, and you are in',
    text: (publication) =>
      `Somebody, probably you, asked for newsletters of ${publication} at this address. Please confirm that it was you.`,
    button: 'Confirm the subscription',
    small: 'If it was not you, ignore this mail: nothing will be sent to you. The link works for 48 hours.',
    chosen: 'What was asked for:',
  },
  welcome: {
    subject: (publication) => `Welcome to ${publication}`,
    title: 'You are subscribed',
    hello: (name) => (name === '' ? 'Good to have you here.' : `Good to have you here, ${name}.`),
    text: (publication) =>
      `Everything ${publication} reports is free and open to everyone, and from now on it comes to you.`,
    button: 'Choose what you get',
    small: 'This link is yours alone: with it you change newsletters, your name and the language, or leave.',
    chosen: 'What you will get:',
  },
  already: {
    subject: (publication) => `You are subscribed to ${publication} already`,
    title: 'You are on the list already',
    text: (publication) =>
      `Somebody, probably you, asked for newsletters of ${publication} at this address. It gets them already, so there is nothing to do.`,
    button: 'See your newsletters',
    small: 'If a newsletter does not arrive, check the spam folder and mark it as wanted.',
  },
  signIn: {
    subject: (publication) => `Your link to sign in to ${publication}`,
    title: 'Sign in',
    text: (publication) =>
      `With this button you sign in to your account at ${publication}. It works once, within 15 minutes.`,
    button: 'Sign in',
    code: 'Or type this code on the page where you asked for it:',
    small:
      'If you did not ask for it, ignore this mail: without it nobody can sign in. Never tell the code to anybody.',
  },
  stripeRefused: {
    subject: (publication) => `Stripe refuses the key of ${publication}`,
    title: 'Stripe refuses our key',
    text: (publication) =>
      `${publication} can no longer see at Stripe who pays, and nobody can become a patron. Payments that run at Stripe go on; they are caught up with once there is a key again.`,
    button: 'Open the keys at Stripe',
    small:
      'Make a new secret key there, set it as STRIPE_SECRET_KEY, restart, and run: broadsheet memberships reconcile. This mail comes once a day at the most.',
  },
};

const uk: Texts = {
  by: (author) => `Автор: ${author}`,
  readAlso: 'Читайте також',
  updated: 'Оновлено',
  number: (number) => `№ ${number}`,
  photo: (credit) => `Зображення: ${credit}`,
  photos: (credit) => `Усі зображення: ${credit}`,
  moreHeadlines: 'Інші новини',
  preferences: 'Налаштування',
  unsubscribe: 'Відписатися',
  viewOnline: 'Відкрити у браузері',
  subscribe: 'Підписатися',
  noButton: 'Якщо кнопка не працює, відкрийте цю адресу:',
  why: (newsletter, address) =>
    `Ви отримуєте «${newsletter}», бо на адресу ${address} оформлено і підтверджено підписку.`,
  whyAsked: 'Чому я це бачу?',
  forPatrons: 'Для патронів',
  privacy: 'Конфіденційність',
  confirm: {
    subject: (publication) => `Підтвердьте підписку на ${publication}`,
    title: 'Залишився один крок',
    text: (publication) =>
      `Хтось, імовірно ви, попросив надсилати розсилки «${publication}» на цю адресу. Будь ласка, підтвердьте, що це були ви.`,
    button: 'Підтвердити підписку',
    small:
      'Якщо це були не ви, просто не зважайте на цей лист: ми нічого не надсилатимемо. Посилання діє 48 годин.',
    chosen: 'Обрані розсилки:',
  },
  welcome: {
    subject: (publication) => `Вітаємо у ${publication}`,
    title: 'Вас підписано',
    hello: (name) => (name === '' ? 'Раді, що ви з нами.' : `Раді, що ви з нами, ${name}.`),
    text: (publication) =>
      `Усе, що публікує «${publication}», безкоштовне й відкрите для всіх, а відтепер воно приходитиме до вас.`,
    button: 'Обрати розсилки',
    small: 'Це посилання лише для вас: за ним можна змінити розсилки, ім’я та мову або відписатися.',
    chosen: 'Що ви отримуватимете:',
  },
  already: {
    subject: (publication) => `Ви вже підписані на ${publication}`,
    title: 'Ви вже у списку',
    text: (publication) =>
      `Хтось, імовірно ви, попросив надсилати розсилки «${publication}» на цю адресу. Вона вже їх отримує, тож робити нічого не треба.`,
    button: 'Переглянути розсилки',
    small: 'Якщо лист не надходить, перевірте теку «Спам» і позначте його як потрібний.',
  },
  signIn: {
    subject: (publication) => `Ваше посилання для входу до ${publication}`,
    title: 'Вхід',
    text: (publication) =>
      `Ця кнопка відкриває ваш обліковий запис у «${publication}». Вона спрацює один раз протягом 15 хвилин.`,
    button: 'Увійти',
    code: 'Або введіть цей код на сторінці, де ви його просили:',
    small:
      'Якщо ви цього не просили, не зважайте на цей лист: без нього ніхто не ввійде. Нікому не повідомляйте код.',
  },
  stripeRefused: {
    subject: (publication) => `Stripe відхиляє ключ видання «${publication}»`,
    title: 'Stripe відхиляє наш ключ',
    text: (publication) =>
      `«${publication}» більше не бачить у Stripe, хто платить, і ніхто не може стати патроном. Платежі, що вже йдуть у Stripe, тривають; щойно ключ запрацює, їх буде враховано.`,
    button: 'Відкрити ключі у Stripe',
    small:
      'Створіть там новий секретний ключ, задайте його як STRIPE_SECRET_KEY, перезапустіть програму й виконайте: broadsheet memberships reconcile. Цей лист надходить щонайбільше раз на день.',
  },
};

const de: Texts = {
  by: (author) => `Von ${author}`,
  readAlso: 'Lesen Sie auch',
  updated: 'Aktualisiert',
  number: (number) => `Nr. ${number}`,
  photo: (credit) => `Bild: ${credit}`,
  photos: (credit) => `Bilder: ${credit}`,
  moreHeadlines: 'Weitere Meldungen',
  preferences: 'Einstellungen',
  unsubscribe: 'Abbestellen',
  viewOnline: 'Im Browser ansehen',
  subscribe: 'Abonnieren',
  noButton: 'Falls die Taste nicht funktioniert, öffnen Sie diese Adresse:',
  why: (newsletter, address) =>
    `Sie erhalten „${newsletter}“, weil ${address} ihn bestellt und die Bestellung bestätigt hat.`,
  whyAsked: 'Warum sehe ich das?',
  forPatrons: 'Für Förderer',
  privacy: 'Datenschutz',
  confirm: {
    subject: (publication) => `Bitte bestätigen Sie Ihr Abonnement von ${publication}`,
    title: 'Nur noch ein Klick',
    text: (publication) =>
      `Jemand, vermutlich Sie, hat für diese Adresse Newsletter von ${publication} bestellt. Bitte bestätigen Sie, dass Sie es waren.`,
    button: 'Abonnement bestätigen',
    small:
      'Waren Sie es nicht, brauchen Sie nichts zu tun: Sie erhalten dann keine Post von uns. Der Link gilt 48 Stunden.',
    chosen: 'Das wurde bestellt:',
  },
  welcome: {
    subject: (publication) => `Willkommen bei ${publication}`,
    title: 'Sie haben abonniert',
    hello: (name) => (name === '' ? 'Schön, dass Sie dabei sind.' : `Schön, dass Sie dabei sind, ${name}.`),
    text: (publication) =>
      `Alles, was ${publication} berichtet, ist kostenlos und für alle offen, und ab jetzt kommt es zu Ihnen.`,
    button: 'Newsletter auswählen',
    small:
      'Dieser Link gehört nur Ihnen: Damit ändern Sie Newsletter, Namen und Sprache, oder Sie melden sich ab.',
    chosen: 'Das erhalten Sie:',
  },
  already: {
    subject: (publication) => `Sie haben ${publication} schon abonniert`,
    title: 'Sie stehen schon auf der Liste',
    text: (publication) =>
      `Jemand, vermutlich Sie, hat für diese Adresse Newsletter von ${publication} bestellt. Sie erhält sie bereits; Sie müssen nichts tun.`,
    button: 'Ihre Newsletter ansehen',
    small:
      'Kommt ein Newsletter nicht an, sehen Sie bitte im Spam-Ordner nach und markieren Sie ihn als erwünscht.',
  },
  signIn: {
    subject: (publication) => `Ihr Link zur Anmeldung bei ${publication}`,
    title: 'Anmelden',
    text: (publication) =>
      `Mit dieser Taste melden Sie sich in Ihrem Konto bei ${publication} an. Sie gilt einmal, 15 Minuten lang.`,
    button: 'Anmelden',
    code: 'Oder geben Sie diesen Code auf der Seite ein, auf der Sie ihn angefordert haben:',
    small:
      'Haben Sie das nicht angefordert, brauchen Sie nichts zu tun: Ohne diese Mail kann sich niemand anmelden. Geben Sie den Code niemandem weiter.',
  },
  stripeRefused: {
    subject: (publication) => `Stripe weist den Schlüssel von ${publication} zurück`,
    title: 'Stripe weist unseren Schlüssel zurück',
    text: (publication) =>
      `${publication} sieht bei Stripe nicht mehr, wer zahlt, und niemand kann Mitglied werden. Zahlungen, die bei Stripe laufen, gehen weiter; sie werden nachgetragen, sobald wieder ein Schlüssel gilt.`,
    button: 'Schlüssel bei Stripe öffnen',
    small:
      'Legen Sie dort einen neuen geheimen Schlüssel an, setzen Sie ihn als STRIPE_SECRET_KEY, starten Sie neu und führen Sie aus: broadsheet memberships reconcile. Diese Mail kommt höchstens einmal am Tag.',
  },
};

const ar: Texts = {
  by: (author) => `بقلم ${author}`,
  readAlso: 'اقرأ أيضًا',
  updated: 'محدَّث',
  number: (number) => `العدد ${number}`,
  photo: (credit) => `الصورة: ${credit}`,
  photos: (credit) => `الصور: ${credit}`,
  moreHeadlines: 'عناوين أخرى',
  preferences: 'التفضيلات',
  unsubscribe: 'إلغاء الاشتراك',
  viewOnline: 'العرض في المتصفح',
  subscribe: 'اشترك',
  noButton: 'إن لم يعمل الزر، فافتح هذا العنوان:',
  why: (newsletter, address) => `تصلك «${newsletter}» لأن العنوان ${address} اشترك فيها وأكّد اشتراكه.`,
  whyAsked: 'لماذا أرى هذا؟',
  forPatrons: 'للداعمين',
  privacy: 'الخصوصية',
  confirm: {
    subject: (publication) => `يرجى تأكيد اشتراكك في ${publication}`,
    title: 'بقيت خطوة واحدة',
    text: (publication) =>
      `طلب أحدهم، وربما أنت، نشرات ${publication} على هذا العنوان. يرجى تأكيد أنك أنت من طلبها.`,
    button: 'تأكيد الاشتراك',
    small: 'إن لم تكن أنت، فتجاهل هذه الرسالة ولن يصلك شيء. الرابط صالح لمدة 48 ساعة.',
    chosen: 'ما جرى طلبه:',
  },
  welcome: {
    subject: (publication) => `مرحبًا بك في ${publication}`,
    title: 'تم تأكيد اشتراكك',
    hello: (name) => (name === '' ? 'يسعدنا وجودك معنا.' : `يسعدنا وجودك معنا يا ${name}.`),
    text: (publication) => `كل ما تنشره ${publication} مجاني ومفتوح للجميع، ومن الآن سيصل إليك.`,
    button: 'اختر ما يصلك',
    small: 'هذا الرابط لك وحدك: به تغيّر النشرات والاسم واللغة أو تلغي الاشتراك.',
    chosen: 'ما سيصلك:',
  },
  already: {
    subject: (publication) => `أنت مشترك بالفعل في ${publication}`,
    title: 'أنت على القائمة بالفعل',
    text: (publication) =>
      `طلب أحدهم، وربما أنت، نشرات ${publication} على هذا العنوان. وهي تصله بالفعل، فلا حاجة إلى فعل شيء.`,
    button: 'عرض نشراتك',
    small: 'إن لم تصل نشرة، فابحث عنها في مجلد البريد غير المرغوب فيه.',
  },
  signIn: {
    subject: (publication) => `رابط الدخول إلى ${publication}`,
    title: 'تسجيل الدخول',
    text: (publication) => `بهذا الزر تدخل إلى حسابك في ${publication}. يعمل مرة واحدة خلال 15 دقيقة.`,
    button: 'تسجيل الدخول',
    code: 'أو اكتب هذا الرمز في الصفحة التي طلبته منها:',
    small: 'إن لم تطلب ذلك، فتجاهل هذه الرسالة: لا يمكن لأحد الدخول بدونها.',
  },
  stripeRefused: {
    subject: (publication) => `‏Stripe ترفض مفتاح ${publication}`,
    title: 'ترفض Stripe مفتاحنا',
    text: (publication) =>
      `لم يعد بإمكان ${publication} أن ترى لدى Stripe من يدفع، ولا يمكن لأحد أن ينضم إلى الداعمين. المدفوعات الجارية لدى Stripe مستمرة، وستُستدرك حالما يتوفر مفتاح صالح.`,
    button: 'افتح المفاتيح لدى Stripe',
    small:
      'أنشئ هناك مفتاحًا سريًا جديدًا، وعيّنه في STRIPE_SECRET_KEY، ثم أعد التشغيل ونفّذ: broadsheet memberships reconcile. تصل هذه الرسالة مرة في اليوم على الأكثر.',
  },
};

const languages: Record<string, Texts> = { en, uk, de, ar };

/** The words of a language, of its parent, or else of English. */
export function textsOf(language: string): Texts {
  return languages[language.toLowerCase().split('-')[0] ?? ''] ?? en;
}

/** Which way a language is written. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return /^(ar|he|fa|ur|ps|yi|dv|ckb|sd|ug)(-|$)/i.test(language) ? 'rtl' : 'ltr';
}

/** A day as the masthead writes it. */
export function longDate(instant: string, language: string, timeZone: string): string {
  const options = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone } as const;
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, options).format(new Date(instant));
}
