import type { TopicTexts } from '../../emails/topic-texts.ts';

export const topicMails: TopicTexts = {
  subject: (publication) => `Ihr Vorschlag an ${publication}`,
  accepted: {
    title: 'Ihr Vorschlag steht auf der Liste',
    text: (suggestion) =>
      `Sie haben „${suggestion}“ vorgeschlagen. Die Redaktion hat das Thema auf die Liste genommen, über die abgestimmt wird.`,
  },
  declined: {
    title: 'Was aus Ihrem Vorschlag geworden ist',
    text: (suggestion) =>
      `Sie haben „${suggestion}“ vorgeschlagen. Die Redaktion wird dem nicht nachgehen, und zwar aus diesem Grund:`,
  },
  merged: {
    title: 'Ihr Vorschlag geht in einem anderen auf',
    text: (suggestion, into) =>
      `Sie haben „${suggestion}“ vorgeschlagen. Andere wünschen sich fast dasselbe; Ihr Vorschlag gehört nun zu „${into}“.`,
  },
  button: 'Alle Vorschläge ansehen',
  small: 'Diese Mail kommt einmal, weil der Vorschlag von Ihnen ist. Vielen Dank dafür.',
  vote: 'Sie entscheiden mit',
  chooseOne: 'Wählen Sie eine Antwort.',
  chooseSome: (most) => `Wählen Sie bis zu ${most} Antworten.`,
  openUntil: (end) => `Offen bis ${end}. Bis dahin können Sie Ihre Stimme ändern.`,
  voteNow: 'Abstimmen',
  secret: 'Die Abstimmung ist geheim, auch für uns.',
  youVoted: 'Dafür haben Sie gestimmt',
};
