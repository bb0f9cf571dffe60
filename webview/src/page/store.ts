import type { AssetStatus } from "@headwater/model";
import type { GraphLayout, PageNotice, ProjectGraph } from "@headwater/protocol";
import { computed, signal } from "@preact/signals";
import type { Direction } from "../layout/arrange.ts";
import { levelAt } from "../paint/level.ts";
import type { Theme } from "../paint/theme.ts";
import { adjacencyOf, lineageOf } from "../scene/lineage.ts";
import { type SceneCard, sceneOf } from "../scene/scene.ts";
import { type Tally, tallies } from "../scene/status.ts";
import { cardsIn, type Target, targetOf } from "../scene/target.ts";
import { meets, type Size, seenPart, type Viewport } from "../viewport/viewport.ts";

/** Cards this far outside of the page are in the DOM already, so that they are there when they are moved in. */
const cullingMargin = 240;

export type Store = ReturnType<typeof createStore>;

/** The state of the page. What can be derived from other state is. */
export function createStore(theme: Theme) {
  // What the extension said.
  const graph = signal<ProjectGraph | undefined>(undefined);
  const notice = signal<PageNotice | undefined>({ kind: "loading", message: "Waiting for the project…" });
  const statuses = signal<ReadonlyMap<string, AssetStatus>>(new Map());
  const activeKey = signal<string | undefined>(undefined);
  const trusted = signal(false);

  // What the user did.
  const focused = signal<Target | undefined>(undefined);
  const hovered = signal<Target | undefined>(undefined);
  const collapsed = signal<ReadonlySet<string>>(new Set());
  const viewport = signal<Viewport>({ x: 0, y: 0, zoom: 1 });
  /** Whether the user chose the viewport: one that nobody chose is fitted again when the page changes its size. */
  const viewportChosen = signal(false);
  /** The asset whose menu is open. */
  const menu = signal<string | undefined>(undefined);
  const direction = signal<Direction | undefined>(undefined);

  // What the page found out.
  const layout = signal<GraphLayout | undefined>(undefined);
  const layingOut = signal(false);
  /** Why the layout is a simple one. */
  const simplified = signal<string | undefined>(undefined);
  const size = signal<Size>({ width: 0, height: 0 });
  const currentTheme = signal(theme);
  const now = signal(Date.now());
  const announcement = signal("");

  const nodes = computed(() => new Map(graph.value?.nodes.map((node) => [node.id, node])));
  const scene = computed(() =>
    graph.value === undefined || layout.value === undefined ? undefined : sceneOf(graph.value, layout.value),
  );
  const membersOf = computed((): ReadonlyMap<string, readonly string[]> => {
    const groups = Map.groupBy(graph.value?.nodes ?? [], ({ groupName }) => groupName);
    return new Map([...groups].map(([name, members]) => [name, members.map(({ id }) => id)]));
  });
  const adjacency = computed(() => adjacencyOf(graph.value ?? { nodes: [], edges: [] }));
  const tally = computed(
    (): ReadonlyMap<string, Tally> => (graph.value === undefined ? new Map() : tallies(graph.value, statuses.value)),
  );
  const level = computed(() => levelAt(viewport.value.zoom));
  const active = computed(() => {
    const key = activeKey.value;
    if (key === undefined || scene.value === undefined) return undefined;
    return targetOf(scene.value, key, nodes.value.get(key)?.groupName);
  });
  /** The assets that are not dimmed; undefined: none is. */
  const lineage = computed(() => {
    const target = hovered.value ?? focused.value;
    if (target === undefined) return undefined;
    if (target.kind === "asset") return nodes.value.has(target.id) ? lineageOf(adjacency.value, [target.id]) : undefined;
    const members = membersOf.value.get(target.id) ?? [];
    return members.length === 0 || !collapsed.value.has(target.id) ? undefined : lineageOf(adjacency.value, members);
  });
  let lastCards: readonly SceneCard[] = [];
  /** The cards that are in the DOM. */
  const cards = computed(() => {
    const next =
      scene.value === undefined || level.value !== "reading"
        ? []
        : cardsIn(scene.value, seenPart(viewport.value, size.value, cullingMargin));
    // The same list as before where it holds the same, so that panning renders nothing anew.
    if (next.length !== lastCards.length || next.some((card, at) => card !== lastCards[at])) lastCards = next;
    return lastCards;
  });
  const groups = computed(() => {
    if (scene.value === undefined || level.value !== "reading") return [];
    const seen = seenPart(viewport.value, size.value, cullingMargin);
    return scene.value.groups.filter(({ rectangle }) => meets(rectangle, seen));
  });

  return {
    graph,
    notice,
    statuses,
    activeKey,
    trusted,
    focused,
    hovered,
    collapsed,
    viewport,
    viewportChosen,
    menu,
    direction,
    layout,
    layingOut,
    simplified,
    size,
    theme: currentTheme,
    now,
    announcement,
    nodes,
    scene,
    membersOf,
    adjacency,
    tallies: tally,
    level,
    active,
    lineage,
    cards,
    groups,
  };
}
