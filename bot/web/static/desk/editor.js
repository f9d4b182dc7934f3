// A text editor for intent files: CodeMirror in a shadow root, where its style sheets count under the page's policy.

import { look } from "./editor_look.js";
import { words } from "./language.js";

export class Editor {
  // host: an empty element; on.changed(name, text) after every change by hand, on.save() for Ctrl+S
  static async at(host, on) {
    return new Editor(await import("./vendor/codemirror.js"), host, on);
  }

  constructor(cm, host, on) {
    this.cm = cm;
    this.on = on;
    this.name = null;
    this.states = new Map();
    // name → state of each file that was open, so that undo survives looking at another one
    this.fromElsewhere = cm.Annotation.define();
    this.setup = new cm.Compartment();
    this.comparison = new cm.Compartment();
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    this.view = new cm.EditorView({ parent: root, root, dispatchTransactions: (all, view) => this.take(all, view) });
  }

  take(transactions, view) {
    view.update(transactions);
    const byHand = transactions.some((one) => one.docChanged && !one.annotation(this.fromElsewhere));
    if (byHand && this.name !== null) this.on.changed(this.name, this.text);
  }

  get text() { return this.view.state.doc.toString(); }

  // Shows a file. What it holds is taken over when somebody else changed it.
  open(name, text, { fixed = false } = {}) {
    if (this.name !== null) this.states.set(this.name, this.view.state);
    this.name = name;
    this.view.setState(this.states.get(name) ?? this.stateOf(text));
    this.view.dispatch({ effects: this.setup.reconfigure(this.settings(fixed)) });
    if (this.text !== text.replace(/\r\n?/g, "\n")) this.replace(text);
  }

  replace(text) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text }, annotations: this.fromElsewhere.of(true) });
  }

  forget(name) { this.states.delete(name); }

  stateOf(text) {
    const { cm } = this;
    return cm.EditorState.create({
      doc: text,
      extensions: [
        cm.lineNumbers(), cm.highlightActiveLine(), cm.highlightActiveLineGutter(), cm.highlightSpecialChars(), cm.history(), cm.yaml(),
        cm.search({ top: true }), cm.highlightSelectionMatches(), cm.lintGutter(), cm.EditorView.lineWrapping, cm.EditorState.tabSize.of(2),
        cm.keymap.of([
          { key: "Mod-s", preventDefault: true, run: () => { this.on.save(); return true; } },
          ...cm.defaultKeymap, ...cm.historyKeymap, ...cm.searchKeymap, ...cm.lintKeymap,
        ]),
        look(cm), this.setup.of([]), this.comparison.of([]),
      ],
    });
  }

  settings(fixed) {
    const { cm } = this;
    return [
      cm.EditorState.phrases.of(words().editor.phrases), cm.EditorState.readOnly.of(fixed),
      cm.EditorView.contentAttributes.of({ "aria-label": words().editor.label(this.name), "aria-readonly": String(fixed), spellcheck: "false" }),
    ];
  }

  // problems: [{line, column, level, text}], lines and columns from 1, line 0: the file as a whole
  mark(problems) {
    // Decorations under a syllable that is being composed would break it.
    if (this.view.composing) {
      this.view.contentDOM.addEventListener("compositionend", () => setTimeout(() => this.mark(problems)), { once: true });
      return;
    }
    const { doc } = this.view.state;
    const diagnostics = problems.map(({ line, column, level, text }) => {
      const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
      const before = column ? [...at.text].slice(0, column - 1).join("").length : at.text.length - at.text.trimStart().length;
      const from = Math.min(at.from + before, at.to);
      return { from, to: at.to, severity: level, message: text };
    });
    this.view.dispatch(this.cm.setDiagnostics(this.view.state, diagnostics.sort((a, b) => a.from - b.from)));
  }

  goTo(line, column = 1) {
    const at = this.view.state.doc.line(Math.min(Math.max(line, 1), this.view.state.doc.lines));
    const anchor = Math.min(at.from + (column ?? 1) - 1, at.to);
    this.view.dispatch({ selection: { anchor }, effects: this.cm.EditorView.scrollIntoView(anchor, { y: "center" }) });
    this.view.focus();
  }

  focus() { this.view.focus(); }

  // Shows what is different in `theirs`, each place with "mine" and "theirs"; null: no longer.
  compare(theirs) {
    const { cm } = this;
    const button = (type, act) => {
      const one = document.createElement("button");
      one.type = "button";
      one.textContent = type === "accept" ? words().editor.mine : words().editor.theirs;
      one.addEventListener("mousedown", act);
      one.addEventListener("keydown", (event) => (event.key === "Enter" || event.key === " ") && act(event));
      return one;
    };
    const shown = theirs === null ? [] : cm.unifiedMergeView({ original: theirs, gutter: false, syntaxHighlightDeletions: false, mergeControls: button });
    this.view.dispatch({ effects: this.comparison.reconfigure(shown) });
  }
}
