// How the editor looks. Its colours are the page's own, so it follows light and dark by itself.

// cm: the parts of CodeMirror
export function look(cm) {
  const theme = cm.EditorView.theme({
    "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--raised)", fontSize: "0.9rem" },
    "&.cm-focused": { outline: "none" },
    ".cm-scroller": { fontFamily: 'ui-monospace, "SF Mono", Menlo, Consolas, "D2Coding", "Noto Sans Mono CJK KR", monospace', lineHeight: "1.65", overflow: "auto" },
    ".cm-content": { caretColor: "var(--accent)", padding: "12px 0", wordBreak: "keep-all" },
    ".cm-line": { padding: "0 14px 0 6px" },
    ".cm-gutters": { backgroundColor: "transparent", color: "var(--soft)", border: "0", paddingLeft: "4px" },
    ".cm-lineNumbers .cm-gutterElement": { minWidth: "2.1em" },
    ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "light-dark(rgb(47 111 94 / 5%), rgb(143 205 182 / 6%))" },
    ".cm-selectionMatch": { backgroundColor: "var(--accent-soft)" },
    ".cm-searchMatch": { backgroundColor: "var(--warm-soft)", outline: "1px solid var(--warm)" },
    ".cm-panels": { backgroundColor: "var(--surface)", color: "var(--ink)", borderColor: "var(--line)" },
    ".cm-panel.cm-search": { padding: "8px 12px" },
    ".cm-panel.cm-search [name=close]": { color: "var(--soft)" },
    ".cm-textfield": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line)", borderRadius: "8px", padding: "4px 8px" },
    ".cm-button": { backgroundImage: "none", backgroundColor: "var(--accent-soft)", color: "var(--accent)", border: "0", borderRadius: "8px", padding: "4px 10px" },
    ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--line)", borderRadius: "12px", overflow: "hidden", maxWidth: "min(34em, 86vw)" },
    ".cm-diagnostic": { padding: "7px 12px", borderLeftWidth: "4px", fontFamily: "system-ui, sans-serif" },
    ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
    ".cm-diagnostic-warning": { borderLeftColor: "var(--warm)" },
    ".cm-diagnostic-hint": { borderLeftColor: "var(--cool)" },
    ".cm-gutter-lint": { width: "14px" },
    ".cm-lint-marker": { width: "8px", height: "8px", margin: "0.5em 2px", borderRadius: "50%" },
    ".cm-lint-marker-error": { content: "normal", backgroundColor: "var(--bad)" },
    ".cm-lint-marker-warning": { content: "normal", backgroundColor: "var(--warm)" },
    ".cm-lint-marker-hint": { content: "normal", backgroundColor: "var(--cool)" },
    ".cm-lintRange": { backgroundImage: "none", textDecorationSkipInk: "none", paddingBottom: "1px" },
    ".cm-lintRange-error": { textDecoration: "underline wavy var(--bad) 1.5px" },
    ".cm-lintRange-warning": { textDecoration: "underline wavy var(--warm) 1.5px" },
    ".cm-lintRange-hint": { textDecoration: "underline dotted var(--cool) 2px" },
    ".cm-changedLine, .cm-inlineChangedLine": { backgroundColor: "var(--accent-soft) !important" },
    ".cm-changedText": { background: "none !important", fontWeight: "700" },
    ".cm-deletedChunk": { backgroundColor: "var(--bad-soft) !important", padding: "4px 0" },
    ".cm-deletedChunk .cm-deletedText": { background: "none !important", fontWeight: "700" },
    ".cm-deletedLine, .cm-deletedLine del": { textDecoration: "none" },
    ".cm-chunkButtons": { insetInlineEnd: "8px", display: "flex", gap: "6px" },
    ".cm-chunkButtons button": { font: "600 0.8rem system-ui, sans-serif", padding: "4px 10px", border: "0", borderRadius: "8px", cursor: "pointer", background: "var(--ink)", color: "var(--paper)" },
    ".cm-mark": { color: "var(--accent)", fontWeight: "600" },
    ".cm-mark-of": { color: "var(--cool)" },
  });
  const t = cm.tags;
  const colours = cm.HighlightStyle.define([
    { tag: [t.propertyName, t.definition(t.propertyName)], color: "var(--accent)", fontWeight: "600" },
    { tag: [t.comment, t.lineComment], color: "var(--soft)", fontStyle: "italic" },
    { tag: [t.string, t.special(t.string)], color: "var(--warm)" },
    { tag: [t.separator, t.punctuation, t.meta], color: "var(--soft)" },
  ]);
  return [theme, cm.syntaxHighlighting(colours), marks(cm)];
}

// [거실](area) inside an example: the words and what they are, in colours of their own.
function marks(cm) {
  const word = cm.Decoration.mark({ class: "cm-mark" });
  const kind = cm.Decoration.mark({ class: "cm-mark-of" });
  const matcher = new cm.MatchDecorator({
    regexp: /\[([^\][\n]+)\](\([^()\n]+\)|\{[^{}\n]+\})/g,
    decorate: (add, from, to, match) => {
      const end = from + match[1].length + 2;
      add(from, end, word);
      add(end, to, kind);
    },
  });
  return cm.ViewPlugin.define((view) => ({
    shown: matcher.createDeco(view),
    update(change) { this.shown = matcher.updateDeco(change, this.shown); },
  }), { decorations: (plugin) => plugin.shown });
}
