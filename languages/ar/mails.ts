import type { Texts } from '../../emails/texts/texts.ts';

export const mails: Texts = {
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
  support: 'كن من الداعمين',
  correction: { title: 'تصويب', wrong: 'ما كتبناه', right: 'الصواب' },
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
  invoiceStuck: {
    subject: (publication) => `تعذّر على Stripe إنهاء فاتورة لدى ${publication}`,
    title: 'تعذّر إنهاء فاتورة',
    text: (publication) =>
      `تعذّر على Stripe إنهاء فاتورة عضوية لدى ${publication}. لن يُحصَّل مقابلها شيء إلى أن يُعالَج الأمر، وتبقى العضوية كما هي. يذكر Stripe السبب في صفحة الفاتورة، وكثيرًا ما ينقص الضريبةَ التلقائية عنوان.`,
    button: 'افتح الفاتورة لدى Stripe',
    small: 'أصلح هناك ما ذُكر ثم أنهِ الفاتورة. تصل هذه الرسالة مرة واحدة لكل فاتورة.',
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
