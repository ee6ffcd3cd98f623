import { type Rule, rulesOf, say } from './rule.ts';

/** The mailbox is not there, in other languages: a row each, of what it is called and what is said of it. */
export const goneAbroadRules: readonly Rule[] = rulesOf({ class: 'hard' }, [
  [
    say`(?:utilisateur|destinataire|bo[iî]te|adresse|compte|correspondant)\b.{0,60}(?:inconnu|inexistant|introuvable|invalide|n['’ ]existe pas|pas trouv|non trouv|supprim|ferm[ée])`,
    'French',
  ],
  [
    say`(?:empf(?:ä|ae)nger|adressat|benutzer|nutzer|postfach|adresse|konto|mailbox|teilnehmer).{0,60}(?:unbekannt|existiert nicht|nicht (?:gefunden|vorhanden|bekannt|g(?:ü|ue)ltig|mehr g)|ung(?:ü|ue)ltig|gel(?:ö|oe)scht)`,
    'German',
  ],
  [say`unbekannte[rsn]? (?:empf(?:ä|ae)nger|benutzer|nutzer|adresse)`, 'German'],
  [
    say`(?:usuario|destinatario|buz[oó]n|direcci[oó]n|cuenta|casilla)\b.{0,60}(?:desconocid|no existe|inexistente|inv[aá]lid|no (?:se )?(?:ha )?(?:encontr|hall|v[aá]lid))`,
    'Spanish',
  ],
  [
    say`(?:usu[aá]rio|destinat[aá]rio|caixa|endereço|conta)\b.{0,60}(?:desconhecid|inexistente|inv[aá]lid|exclu[ií]d|n[aã]o (?:existe|encontrad|é válid|foi (?:poss[ií]vel )?encontr))`,
    'Portuguese',
  ],
  [
    say`(?:utente|destinatario|destin\.|casella|indirizzo|account)(?:\b|\s).{0,60}(?:sconosciut|errato|inesistent|non esistente|eliminat|non (?:è |e' )?(?:esiste|trovat|stato trovato|valid))`,
    'Italian',
  ],
  [
    say`(?:gebruiker|ontvanger|postvak|adres|mailbox|account)\b.{0,60}(?:onbekend|bestaat niet|niet (?:gevonden|gekend|bekend))|onbekende (?:gebruiker|ontvanger)`,
    'Dutch',
  ],
  [
    say`(?:u[żz]ytkownik|adresat|odbiorca|skrzynka|konto|adres)\S{0,3}.{0,40}(?:nieznan|nie istnieje|nie znalezion|nie został znaleziony|usunięt)`,
    'Polish',
  ],
  [say`(?:nieznany|nie ma takiego|brak) (?:u[żz]ytkownik|adresat|odbiorc|adres|kont)`, 'Polish'],
  [
    say`(?:uživatel|příjemce|adresát|adresa|schránka|používateľ|príjemca)\S{0,3}.{0,40}(?:neexistuje|neznám|nenalezen|nebyl[ao]? nalezen)`,
    'Czech, Slovak',
  ],
  [say`neznámý (?:uživatel|příjemce|adresát|používateľ|príjemca)`, 'Czech, Slovak'],
  [
    say`(?:пользовател|получател|адресат|адрес|ящик|аккаунт|учетн)\S{0,4}.{0,40}(?:не найден|не существует|неизвест|недействител|не зарегистр|удал[её]н|отсутств)`,
    'Russian',
  ],
  [say`(?:такого|неизвестный|несуществующий|неверный) (?:пользовател|получател|адрес|ящик)`, 'Russian'],
  [
    say`(?:користувач|отримувач|одержувач|адресат|адрес|скриньк)\S{0,4}.{0,40}(?:не знайден|не існує|невідом|недійсн|видален)`,
    'Ukrainian',
  ],
  [say`(?:такого|невідомий|неіснуюч\S{1,3}) (?:користувач|отримувач|одержувач|адрес)`, 'Ukrainian'],
  [
    say`(?:användare|mottagare|adress|konto)\S{0,3}.{0,40}(?:okänd|finns inte|hittades inte|existerar inte)|okänd (?:användare|mottagare|adress)`,
    'Swedish',
  ],
  [
    say`(?:bruger|modtager|bruker|mottaker|adresse|postkasse)\S{0,3}.{0,40}(?:uk[je]+ndt?|fin[dn]es ikke|eksisterer ikke|ble(?:v)? ikke fun[dn]et)`,
    'Danish, Norwegian',
  ],
  [say`(?:ukendt|ukjent) (?:bruger|modtager|bruker|mottaker)`, 'Danish, Norwegian'],
  [
    say`(?:käyttäjä|vastaanottaja|osoite)\S{0,4}.{0,40}(?:tuntematon|ei löyd|ei ole olemassa)|tuntematon (?:käyttäjä|vastaanottaja)`,
    'Finnish',
  ],
  [
    say`(?:felhasználó|címzett|cím|postafiók)\S{0,3}.{0,40}(?:ismeretlen|nem létezik|nem található)|ismeretlen (?:felhasználó|címzett)`,
    'Hungarian',
  ],
  [
    say`(?:utilizator|destinatar|adres|căsuț)\S{0,4}.{0,40}(?:necunoscut|nu exist|inexistent|nu a fost găsit)`,
    'Romanian',
  ],
  [
    say`(?:kullanıcı|alıcı|adres|posta kutusu)\S{0,4}.{0,40}(?:bulunamadı|mevcut değil|bilinmiyor|geçersiz)|bilinmeyen (?:kullanıcı|alıcı)|böyle bir (?:kullanıcı|adres|hesap)`,
    'Turkish',
  ],
  [
    say`(?:χρήστης|παραλήπτης|διεύθυνση)\S{0,3}.{0,40}(?:άγνωστ|δεν υπάρχει|δεν βρέθηκε)|άγνωστος (?:χρήστης|παραλήπτης)`,
    'Greek',
  ],
  [
    say`(?:ユーザー?|宛先|受信者|アドレス|メールボックス|アカウント).{0,15}(?:存在しま?せん|存在しない|見つかりません|見つからない|不明|無効です|ありません)`,
    'Japanese',
  ],
  [
    say`(?:用户|用戶|使用者|收件人|邮箱|郵箱|信箱|[帐账帳][户戶号]|地址).{0,8}(?:不存在|未找到|找不到|无效|無效|未知)`,
    'Chinese',
  ],
  [say`(?:不存在|找不到|没有|未知)(?:的|此|该|這個)?(?:用户|收件人|邮箱|帐户|地址)`, 'Chinese'],
  [
    say`(?:사용자|수신자|받는 ?사람|메일함|주소|계정).{0,12}(?:존재하지 않|없는|없습니다|찾을 수 없|알 수 없)`,
    'Korean',
  ],
  [say`(?:người (?:dùng|nhận)|địa chỉ|hộp thư|tài khoản).{0,20}không (?:tồn tại|tìm thấy)`, 'Vietnamese'],
  [say`(?:pengguna|penerima|alamat|akun).{0,20}tidak (?:ditemukan|ada|dikenal)`, 'Indonesian'],
]);
