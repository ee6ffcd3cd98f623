export { type Block, blocks, parseBlocks } from './blocks/index.ts';
export { sizeLimits } from './layout.ts';
export { palettesOf } from './look.ts';
export { type MessageName, messages, renderMessage } from './messages/index.ts';
export type { MessageFrame } from './messages/message.ts';
export { type DigestProps, renderDigest } from './render-digest.ts';
export { directionOf } from './texts.ts';
export { topicTextsOf } from './topic-texts.ts';
export type { BlockArticle, LinkItem, Mail, PublicationProps } from './types.ts';
