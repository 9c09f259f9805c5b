/* A body's editor. What is only kept is shown where it stands, and not offered as something to add. */
(function () {
  const StreamBlock = window.wagtailStreamField.blocks.StreamBlockDefinition;

  class OfferedBody extends StreamBlock {
    constructor(name, groups, initialStates, meta) {
      super(name, groups, initialStates, meta);
      this.groupedChildBlockDefs = groups.filter(([group]) => group !== "kept");
    }
  }

  window.telepath.register("kuvend.OfferedBody", OfferedBody);
})();
