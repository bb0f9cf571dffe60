/** Sizes in pixels at zoom 1, shared by layout and painting. */
export const card = { width: 224, height: 76 } as const;

/** A group: an opaque header above its cards. */
export const group = { header: 38, padding: 20, collapsedWidth: 264, collapsedHeight: 80, overviewWidth: 440 } as const;

/** The least distances. */
export const gap = { cards: 22, layers: 64, groups: 56, groupLayers: 92 } as const;
