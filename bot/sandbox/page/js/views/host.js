/** What a message, a modal or the home tab lends its blocks: names, state, and the way to the server. */

/**
 * @param {object} ctx the page's own context
 * @param {{container: object, key: string, blocks: () => Array<object>,
 *   root: () => HTMLElement, edited?: (block: object) => void}} place
 */
export function blockHost(ctx, { container, key, blocks, root, edited = null }) {
  const state = ctx.states.of(key);
  return {
    text: ctx.text,
    lang: ctx.lang,
    names: ctx.names,
    container,
    state,
    root,
    edited,
    directory: (kind) => directory(ctx.store, kind),
    act: (block, element, payload) =>
      ctx.attempt(() =>
        ctx.api.action(container, {
          blockId: block.block_id,
          actionId: element.action_id,
          element: payload,
          state: state.collect(blocks()),
        }),
      ),
    options: (block, element, value) =>
      ctx.api.options(container, { blockId: block.block_id, actionId: element.action_id, value }),
  };
}

function directory(store, kind) {
  const entry = (id, label, description) => ({ key: id, label, description, raw: id });
  if (kind === "users")
    return [...store.people.values()].map((person) =>
      entry(person.id, person.real_name || person.name, person.title || null),
    );
  return [...store.channels.values()].map((channel) =>
    entry(channel.id, channel.kind === "im" ? store.title(channel) : `#${channel.name}`, null),
  );
}
