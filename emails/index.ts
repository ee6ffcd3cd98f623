export { type Block, type BlockName, blocks, parseBlocks } from './blocks/index.ts';
export { sizeLimits } from './layout.ts';
export type { Theme } from './look.ts';
export { type MessageName, messages, type MessageProps, renderMessage } from './messages/index.ts';
export type { MessageFrame } from './messages/message.ts';
export { type DigestProps, type DigestSlots, renderDigest } from './render-digest.ts';
export { directionOf } from './texts.ts';
export type { Audience, BlockArticle, LinkItem, Mail, PublicationProps } from './types.ts';
