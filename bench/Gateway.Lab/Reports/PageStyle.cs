namespace Gateway.Lab.Reports;

/// <summary>How the page looks, by day and by night. No rule has a child selector: text of a page that is also well-formed XML.</summary>
internal static class PageStyle
{
    public const string Text = """
        :root{color-scheme:light dark;--ink:#1d2228;--paper:#fff;--line:#d5dae0;--soft:#f2f4f7;--shade:#8883;
        --healthy:#2e7d32;--doomed:#b3541e;--other:#7a7f87;--refused:#1f5fbf;--vain:#a4168a;--failed:#c62828}
        @media (prefers-color-scheme:dark){:root{--ink:#e4e7eb;--paper:#14171b;--line:#3a414a;--soft:#1d2228;--shade:#fff2;
        --healthy:#66bb6a;--doomed:#f0955a;--other:#9aa2ac;--refused:#6ea8fe;--vain:#f06ad8;--failed:#ff6b6b}}
        body{font:14px/1.4 system-ui,sans-serif;margin:1.5rem;color:var(--ink);background:var(--paper)}
        h1{font-size:1.4rem}h2{font-size:1.1rem;margin:2rem 0 .25rem}a{color:var(--refused)}
        .scroll{overflow-x:auto}table{border-collapse:collapse}th{text-align:left}
        td,th{padding:.25rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
        .bad{color:var(--failed);font-weight:600}.ok{color:var(--healthy)}
        svg{background:var(--soft);border:1px solid var(--line);max-width:100%;height:auto}
        svg text{fill:var(--ink);font-size:10px}.grid{stroke:var(--line)}.shade{fill:var(--shade)}
        polyline{fill:none;stroke-width:1.5}
        .healthy{stroke:var(--healthy)}.doomed{stroke:var(--doomed)}.other{stroke:var(--other)}
        .refused{stroke:var(--refused)}.vain{stroke:var(--vain)}.failed{stroke:var(--failed)}
        .key{border-bottom:3px solid;margin-right:1rem;padding-bottom:1px}
        .key.healthy{border-color:var(--healthy)}.key.doomed{border-color:var(--doomed)}.key.other{border-color:var(--other)}
        .key.refused{border-color:var(--refused)}.key.vain{border-color:var(--vain)}.key.failed{border-color:var(--failed)}
        .bar{fill:var(--refused);fill-opacity:.35;stroke:var(--refused)}.bar.watching{fill:none;stroke-dasharray:3 3}
        """;
}
