/* The hidden field that carries a kept part: a collapsed part is not labelled by the token in it. */
(function () {
  const Widget = window.telepath.constructors["wagtail.widgets.Widget"];

  class KeptInput extends Widget {
    render(...given) {
      const bound = super.render(...given);
      if (bound) bound.getTextLabel = () => "";
      return bound;
    }
  }

  window.telepath.register("kuvend.KeptInput", KeptInput);
})();
