"""Every place of a page where a text can stand. `PAYLOAD` stands for the text."""

from __future__ import annotations

TEXTS = {
    "paragraph": "PAYLOAD",
    "within a sentence": "Some words PAYLOAD and others.",
    "title": "# PAYLOAD\n\nText.",
    "heading": "## A\n\n### PAYLOAD\n\n## PAYLOAD",
    "setext heading": "PAYLOAD\n-------",
    "list item": "* one\n* PAYLOAD\n  * PAYLOAD",
    "numbered item": "1. PAYLOAD\n2. b",
    "task": "- [ ] PAYLOAD\n- [x] b",
    "table cell": "| a | PAYLOAD |\n| - | - |\n| PAYLOAD | b |",
    "head of a wide table": "| a | PAYLOAD | c |\n| - | - | - |\n| b | PAYLOAD | d |",
    "numbered code": '{% code lineNumbers="true" %}\n```python\nPAYLOAD\nPAYLOAD\n```\n{% endcode %}',
    "quote": "> PAYLOAD\n> b",
    "footnote": "Text[^1].\n\n[^1]: PAYLOAD",
    "link text": "[PAYLOAD](/given)",
    "picture description": "![PAYLOAD](/asset.png)",
    "picture title": "![a](/asset.png 'PAYLOAD')",
    "link title": "[a](/given (PAYLOAD))",
    "emphasis": "**PAYLOAD** _PAYLOAD_ ~~PAYLOAD~~",
    "code span": "`PAYLOAD` and ``PAYLOAD``",
    "fence": "```\nPAYLOAD\n```",
    "coloured fence": "```html\nPAYLOAD\n```\n\n```js\nPAYLOAD\n```",
    "fence info": "```PAYLOAD\ncode\n```\n\n~~~ PAYLOAD\ncode\n~~~",
    "indented code": "Text.\n\n    PAYLOAD\n",
    "formula": "Text $$PAYLOAD$$ text.\n\n$$\nPAYLOAD\n$$",
    "definition of a link": "[a][b] [PAYLOAD]\n\n[b]: /given 'PAYLOAD'\n[PAYLOAD]: /given",
    "raw block": "<div>PAYLOAD</div>\n\n<p>PAYLOAD",
    "raw details": "<details><summary>PAYLOAD</summary>\n\nPAYLOAD\n\n</details>",
    "raw bold summary": "<details>\n<summary>**PAYLOAD**</summary>\nPAYLOAD</details>",
    "raw figure": '<figure><img src="/asset.png" alt="a"><figcaption><p>PAYLOAD</p></figcaption></figure>',
    "raw table": "<table><thead><tr><th>PAYLOAD</th></tr></thead><tbody><tr><td>PAYLOAD</td></tr></tbody>",
    "between rows": "<table>PAYLOAD<tr>PAYLOAD<td>a</td></tr>PAYLOAD</table>",
    "raw code": '<pre class="language-html"><code class="lang-html">PAYLOAD</code></pre>',
    "raw select": "<table><th>a<select>PAYLOAD<option value=x label=PAYLOAD color=x></select></th></table>",
    "mark": '<mark style="color:red;">PAYLOAD</mark>',
    "button": '<a class="button primary" href="/given">PAYLOAD</a> <button>PAYLOAD</button>',
    "card": '<table data-view="cards"><thead><tr><th>a</th><th data-hidden data-card-target '
    'data-type="content-ref">b</th></tr></thead><tbody><tr><td>PAYLOAD</td><td><a href="/given">PAYLOAD</a>'
    "</td></tr></tbody></table>",
    "comment": "<!-- PAYLOAD -->\n\nText <!-- PAYLOAD --> text.",
    "hint": '{% hint style="info" %}\nPAYLOAD\n{% endhint %}',
    "tab": '{% tabs %}\n{% tab title="a" %}\nPAYLOAD\n{% endtab %}\n{% endtabs %}',
    "code block": '{% code title="a" %}\n```js\nPAYLOAD\n```\n{% endcode %}',
    "embed body": '{% embed url="https://e.org/" %}\nPAYLOAD\n{% endembed %}',
    "reference body": '{% content-ref url="/broken" %}\n[PAYLOAD](/broken)\n{% endcontent-ref %}',
    "file body": '{% file src="/asset.pdf" %}\nPAYLOAD\n{% endfile %}',
    "step": "{% stepper %}\n{% step %}\n## PAYLOAD\n\nPAYLOAD\n{% endstep %}\n{% endstepper %}",
    "column": "{% columns %}\n{% column %}\nPAYLOAD\n{% endcolumn %}\n{% endcolumns %}",
    "update": '{% updates %}\n{% update date="2025-01-01" %}\nPAYLOAD\n{% endupdate %}\n{% endupdates %}',
    "prompt": '{% prompt description="a" %}\nPAYLOAD\n{% endprompt %}',
    "condition": "{% if visitor.claims.x %}\nPAYLOAD\n{% endif %}",
    "unknown block": "{% gallery %}\nPAYLOAD\n{% endgallery %}",
    "unclosed block": "{% hint %}\nPAYLOAD",
    "api method": "{% api-method method='get' host='h' path='/p' %}\n{% api-method-summary %}\nPAYLOAD\n"
    "{% endapi-method-summary %}\n{% api-method-spec %}\n{% api-method-response-example httpCode=200 %}\n"
    "```\nPAYLOAD\n```\n{% endapi-method-response-example %}\n{% endapi-method-spec %}\n{% endapi-method %}",
    "included text": '{% include "hostile.md" %}',
    "title of the target": "[a](/given 'mention') [](/given)\n\n"
    '{% content-ref url="/given" %}\n[a](/given)\n{% endcontent-ref %}\n\n{% file src="/asset.pdf" %}',
    "variable": '<code class="expression">space.vars.hostile</code>',
}

ATTRIBUTES = {
    "style of a hint": '{% hint style="PAYLOAD" icon="PAYLOAD" %}\na\n{% endhint %}',
    "title of a tab": '{% tabs %}\n{% tab title="PAYLOAD" icon="PAYLOAD" %}\na\n{% endtab %}\n{% endtabs %}',
    "title of a code": "{% code title='PAYLOAD' overflow='PAYLOAD' lineNumbers=\"PAYLOAD\" %}\n```\na\n```\n"
    "{% endcode %}",
    "item of code tabs": '{% code-tabs %}\n{% code-tabs-item title="PAYLOAD" %}\n```\na\n```\n'
    "{% endcode-tabs-item %}\n{% endcode-tabs %}",
    "caption of an embed": '{% embed url="https://e.org/" caption="PAYLOAD" fullWidth="PAYLOAD" %}',
    "caption of a file": "{% file src='/asset.pdf' caption='PAYLOAD' %}",
    "title of a step": '{% stepper %}\n{% step title="PAYLOAD" %}\na\n{% endstep %}\n{% endstepper %}',
    "width of a column": '{% columns %}\n{% column width="PAYLOAD" valign="PAYLOAD" %}\na\n{% endcolumn %}\n'
    "{% endcolumns %}",
    "date of an update": '{% updates format="PAYLOAD" %}\n{% update date="PAYLOAD" tags="PAYLOAD,b" %}\na\n'
    "{% endupdate %}\n{% endupdates %}",
    "path of an include": "{% include \"PAYLOAD\" %}\n\n{% include 'PAYLOAD' %}",
    "description of a prompt": '{% prompt description="PAYLOAD" icon="PAYLOAD" %}\na\n{% endprompt %}',
    "openapi": '{% openapi src="/asset.yml" path="PAYLOAD" method="PAYLOAD" %}\na\n{% endopenapi %}',
    "old swagger": '{% swagger method="PAYLOAD" path="PAYLOAD" baseUrl="PAYLOAD" summary="PAYLOAD" %}\n'
    '{% swagger-parameter in="PAYLOAD" name="PAYLOAD" type="PAYLOAD" required="PAYLOAD" %}\na\n'
    '{% endswagger-parameter %}\n{% swagger-response status="PAYLOAD" description="PAYLOAD" %}\nb\n'
    "{% endswagger-response %}\n{% endswagger %}",
    "condition itself": "{% if PAYLOAD %}\na\n{% endif %}",
    "name of a block": "{% xPAYLOAD %}\na\n{% endxPAYLOAD %}\n\n{% PAYLOAD %}",
    "diagram": '{% @mermaid/diagram content="graph TD; a --> b[PAYLOAD]" %}',
    "mermaid fence": "```mermaid\ngraph TD; click a call PAYLOAD\n```",
    "unquoted value": "{% hint style=PAYLOAD icon=PAYLOAD %}\na\n{% endhint %}",
    "lost quote": '{% embed url="https://e.org/PAYLOAD %}',
    "alt written as HTML": '<img src="/asset.png" alt="PAYLOAD" title="PAYLOAD" width="PAYLOAD" '
    'data-size="PAYLOAD">',
    "attributes of a link": '<a href="/given" title="PAYLOAD" class="PAYLOAD" id="PAYLOAD" '
    'target="PAYLOAD">a</a>',
    "attributes of a mark": '<mark style="color:PAYLOAD;background-color:PAYLOAD" class="PAYLOAD">a</mark>',
    "attributes of a table": '<table data-view="PAYLOAD" data-card-size="PAYLOAD"><tr><td colspan="PAYLOAD" '
    'data-type="PAYLOAD">a</table>',
    "attributes of a time": '<time datetime="PAYLOAD">a</time> <abbr title="PAYLOAD">b</abbr>',
    "attributes of a box": '<div align="PAYLOAD" class="note PAYLOAD"><p align="PAYLOAD">a</p></div>',
    "attributes of a list": '<ol start="PAYLOAD" type="PAYLOAD"><li value="PAYLOAD">a</ol>',
    "language of a code": '<pre class="language-PAYLOAD"><code class="lang-PAYLOAD">a</code></pre>',
    "icon": '<i class="fa-PAYLOAD">a</i>',
    "old custom block": '<div data-gb-custom-block data-tag="hint" data-style="PAYLOAD" '
    'class="hint PAYLOAD">a</div>',
    "heading id": "## a {#PAYLOAD}\n\n## <a href='#PAYLOAD' id='PAYLOAD'></a>b\n\n<h3 id=\"PAYLOAD\">c</h3>",
    "footnote label": "Text[^PAYLOAD].\n\n[^PAYLOAD]: Note.",
    "name of a variable": '<code class="expression">PAYLOAD</code>',
    "media of a source": '<picture><source srcset="/asset.png" media="PAYLOAD"><img src="/asset.png">',
    "emoji name": ":PAYLOAD: :warning:",
}

DESTINATIONS = {
    "link": "[a](PAYLOAD)",
    "link in brackets": "[a](<PAYLOAD>)",
    "link with title": "[a](PAYLOAD 'title')",
    "reference": "[a]\n\n[a]: PAYLOAD",
    "reference in brackets": "[a]\n\n[a]: <PAYLOAD>",
    "autolink": "<PAYLOAD>",
    "bare": "See PAYLOAD and www.PAYLOAD there.",
    "picture": "![a](PAYLOAD) ![](<PAYLOAD>)",
    "linked picture": "[![a](PAYLOAD)](PAYLOAD)",
    "mention": "[a](PAYLOAD 'mention') [b](<PAYLOAD> \"mention\")",
    "raw link": '<a href="PAYLOAD">a</a>',
    "raw link, single quotes": "<p><a href='PAYLOAD'>a</a></p>",
    "raw link, no quotes": "<a href=PAYLOAD>a</a>",
    "raw button": '<a class="button secondary" href="PAYLOAD">a</a>',
    "raw picture": '<img src="PAYLOAD" srcset="PAYLOAD 2x">',
    "raw sources": '<picture><source srcset="PAYLOAD" media="(prefers-color-scheme: dark)">'
    '<img src="PAYLOAD"></picture>',
    "raw quote": '<blockquote cite="PAYLOAD">a</blockquote><q cite="PAYLOAD">b</q><del cite="PAYLOAD">c',
    "heading anchor": '## a <a href="PAYLOAD" id="x"></a>',
    "embed": '{% embed url="PAYLOAD" %}',
    "content-ref": '{% content-ref url="PAYLOAD" %}\n[PAYLOAD](PAYLOAD)\n{% endcontent-ref %}',
    "page-ref": '{% page-ref page="PAYLOAD" %}',
    "file": '{% file src="PAYLOAD" %}',
    "openapi": '{% openapi src="PAYLOAD" path="/" method="get" %}\n[a](PAYLOAD)\n{% endopenapi %}',
    "swagger": '{% swagger src="PAYLOAD" path="/" method="get" %}',
    "include": '{% include "PAYLOAD" %}',
    "card": '<table data-view="cards"><thead><tr><th>a</th><th data-hidden data-card-target '
    'data-type="content-ref"></th><th data-hidden data-card-cover data-type="files"></th>'
    '<th data-card-cover-dark data-type="image"></th></tr></thead><tbody><tr><td>a</td>'
    '<td><a href="PAYLOAD">b</a></td><td><a href="PAYLOAD">c</a></td><td><img src="PAYLOAD"></td></tr>',
    "in a footnote": "a[^1]\n\n[^1]: [b](PAYLOAD)",
    "in a table": "| [a](PAYLOAD) | ![b](PAYLOAD) |\n| - | - |",
    "old custom embed": '<div data-gb-custom-block data-tag="embed" data-url="PAYLOAD"></div>',
}
