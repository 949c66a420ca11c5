#!/usr/bin/python3
"""book.py - the course as a web site (a page a chapter) and as one PDF, by way of pandoc and weasyprint.

    book.py FOLDER        writes FOLDER/index.html, a page for each chapter and each lab's task sheet, FOLDER/mylink-book.pdf

Every link in what is written leads somewhere: to another page, a heading, a picture, or the web; else it is an error.
"""
import html, os, re, shutil, subprocess, sys

TUTORIAL = os.path.abspath(os.path.join(os.path.dirname(__file__), '..'))
TITLE = 'How linking works, from the bytes up'

STYLE = '''
:root { color-scheme: light; }
body { font: 17px/1.55 "DejaVu Serif", Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24; background: #fff; }
h1, h2, h3, nav, table, .title { font-family: "DejaVu Sans", Helvetica, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; } h2 { font-size: 1.25rem; margin-top: 2rem; }
pre { background: #f6f8fa; padding: .7rem .9rem; overflow-x: auto; font-size: .74rem; line-height: 1.4; border-radius: 4px; }
code { font-family: "DejaVu Sans Mono", monospace; font-size: .86em; } pre code { font-size: inherit; }
pre.console { background: #f0f4f0; } pre .typed { font-weight: bold; }
table { border-collapse: collapse; font-size: .85rem; } td, th { border-bottom: 1px solid #d0d7de; padding: .3rem .6rem; text-align: left; vertical-align: top; }
img { max-width: 100%; } figure { margin: 1rem 0; } figcaption { font-size: .85rem; color: #57606a; }
nav { font-size: .85rem; display: flex; justify-content: space-between; border-bottom: 1px solid #d0d7de; padding-bottom: .4rem; }
a { color: #0550ae; text-decoration: none; } a:hover { text-decoration: underline; }
'''
PRINT = '''
@page { size: A4; margin: 20mm 18mm 18mm; @bottom-center { content: counter(page); font: 9pt "DejaVu Sans", sans-serif; } }
body { font-size: 10pt; max-width: none; margin: 0; padding: 0; } nav { display: none; }
pre { font-size: 8.4pt; white-space: pre-wrap; } pre.short { break-inside: avoid; } pre.wide { font-size: 7.4pt; } pre.widest { font-size: 6.5pt; } h1 { break-before: page; font-size: 18pt; } h2 { font-size: 13pt; break-after: avoid; }
h1.title { font-size: 26pt; margin-top: 70mm; break-before: avoid; } #TOC h2 { break-before: page; } #TOC ul { list-style: none; padding-left: 1em; }
#TOC a::after { content: leader(".") target-counter(attr(href), page); } figure { break-inside: avoid; } table { font-size: 8pt; }
'''


def pages():
    """The Markdown files of the book in its order, relative to tutorial/."""
    names = sorted(n for n in os.listdir(TUTORIAL) if re.match(r'\d\d-.*\.md$', n))
    labs = sorted((n for n in os.listdir(os.path.join(TUTORIAL, 'labs')) if n.isdigit()), key=int)
    return ['README.md'] + names + [f'labs/{n}/task.md' for n in labs] + ['labs/INSTRUCTORS.md', 'glossary.md', 'REFERENCES.md']


def html_name(name):
    if name == 'README.md':
        return 'index.html'
    return re.sub(r'^labs/(\d+)/task', r'lab-\1', name).replace('labs/', '').lower().replace('.md', '.html')


def read(name):
    with open(os.path.join(TUTORIAL, name), encoding='utf-8') as f:
        return f.read()


def run(command, text):
    done = subprocess.run(command, input=text, capture_output=True, text=True, encoding='utf-8')
    if done.returncode:
        sys.exit(f'{command[0]}: {done.stderr.strip()}')
    return done.stdout


def convert(name):
    """The body of a page. Fences become <pre>; the words behind the language are notes for weave.py."""
    text = re.sub(r'^```(\w*).*$', lambda m: '```' + m.group(1), read(name), flags=re.M)
    body = run(['pandoc', '-f', 'gfm-tex_math_dollars', '-t', 'html5', '--wrap=none', '--no-highlight'], text)
    body = re.sub(r'<pre class="console"><code>(.*?)</code></pre>', typed, body, flags=re.S)
    body = re.sub(r'<pre(?: class="([^"]*)")?>(<code>.*?</code></pre>)', sized, body, flags=re.S)
    return re.sub(r'<p><img src="([^"]+)" alt="([^"]*)" ?/></p>', r'<figure><img src="\1" alt="\2"/><figcaption>\2</figcaption></figure>', body)


def typed(match):
    lines = [f'<span class="typed">{line}</span>' if line.startswith('$ ') else line for line in match.group(1).split('\n')]
    return '<pre class="console"><code>' + '\n'.join(lines) + '</code></pre>'


def sized(match):
    """The longest line decides how large a listing is printed, for on paper there is no scrolling. Short ones stay on one page."""
    lines = match.group(2).split('\n')
    longest = max(len(html.unescape(re.sub('<[^>]*>', '', line))) for line in lines)
    size = '' if longest <= 90 else 'wide' if longest <= 104 else 'widest'
    kind = ' '.join(filter(None, [match.group(1), size, 'short' if len(lines) <= 14 else '']))
    return f'<pre class="{kind}">{match.group(2)}' if kind else f'<pre>{match.group(2)}'


def title_of(name):
    return re.search(r'^# (.*)$', read(name), re.M).group(1)


def link_to_page(page, target):
    """Links between the Markdown files lead to the site's pages; those to other files to the file's name as text."""
    name, _, fragment = target.partition('#')
    fragment = '#' + fragment if fragment else ''
    if not name or re.match(r'https?:', target):
        return target
    name = os.path.normpath(os.path.join(os.path.dirname(page), name))
    if name in pages():
        return html_name(name) + fragment
    return target if name.startswith('pictures/') else None


def with_site_links(page, body):
    def replace(match):
        target = link_to_page(page, html.unescape(match.group(1)))
        return f'<a href="{target}">{match.group(2)}</a>' if target else f'<code>{match.group(2)}</code>'
    return re.sub(r'<a href="([^"]*)"[^>]*>(.*?)</a>', replace, body, flags=re.S)


def page(title, body, before, after):
    def link(name, arrow):
        return f'<a href="{html_name(name)}">{arrow.format(html.escape(title_of(name)))}</a>' if name else '<span></span>'
    nav = f'<nav>{link(before, "← {}")}<a href="index.html">Contents</a>{link(after, "{} →")}</nav>'
    return (f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f'<title>{html.escape(title)}</title><style>{STYLE}</style></head>\n<body>{nav}\n{body}\n{nav}</body></html>\n')


def write_site(folder):
    names = pages()
    for i, name in enumerate(names):
        body = with_site_links(name, convert(name))
        text = page(title_of(name), body, names[i - 1] if i else None, names[i + 1] if i + 1 < len(names) else None)
        with open(os.path.join(folder, html_name(name)), 'w', encoding='utf-8') as f:
            f.write(text)
    shutil.copytree(os.path.join(TUTORIAL, 'pictures'), os.path.join(folder, 'pictures'), dirs_exist_ok=True)


# ---- One document, for the PDF

def with_unique_ids(name, body):
    """Every page's headings get the page's name in front, so that nothing is there twice."""
    stem = html_name(name).replace('.html', '')
    body = re.sub(r'<h([1-6]) id="([^"]*)"', lambda m: f'<h{m.group(1)} id="{stem}--{m.group(2)}"', body)

    def replace(match):
        target = link_to_page(name, html.unescape(match.group(1)))
        if not target:
            return f'<code>{match.group(2)}</code>'
        if re.match(r'https?:', target):
            return match.group(0)
        file, _, fragment = target.partition('#')
        ident = (file.replace('.html', '') or stem) + ('--' + fragment if fragment else '')
        return f'<a href="#{ident}">{match.group(2)}</a>'
    body = re.sub(r'<a href="([^"]*)"[^>]*>(.*?)</a>', replace, body, flags=re.S)
    return f'<section id="{stem}">\n{body}\n</section>\n'


def contents(bodies):
    rows = []
    for name, body in bodies:
        for level, ident, text in re.findall(r'<h([12]) id="([^"]*)">(.*?)</h\1>', body, flags=re.S):
            if level == '1' or (name[0].isdigit() and text not in ('Try it', 'Sources')):
                rows.append(f'<li class="level{level}" style="margin-left:{int(level) - 1}.2em"><a href="#{ident}">{re.sub("<[^>]*>", "", text)}</a></li>')
    return '<div id="TOC"><h2>Contents</h2><ul>' + '\n'.join(rows) + '</ul></div>'


def write_pdf(folder):
    bodies = [(name, with_unique_ids(name, convert(name))) for name in pages()]
    text = (f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title><style>{STYLE}{PRINT}</style></head>\n'
            f'<body><h1 class="title">{TITLE}</h1>{contents(bodies)}\n' + '\n'.join(body for _, body in bodies) + '</body></html>\n')
    whole = os.path.join(folder, 'whole.html')
    with open(whole, 'w', encoding='utf-8') as f:
        f.write(text)
    check_links(folder, ['whole.html'])
    done = subprocess.run(['weasyprint', whole, os.path.join(folder, 'mylink-book.pdf')], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f'weasyprint: {done.stderr.strip()}')
    os.remove(whole)


def check_links(folder, names):
    ids, links = {}, []
    for name in names:
        with open(os.path.join(folder, name), encoding='utf-8') as f:
            text = f.read()
        ids[name] = set(re.findall(r'\bid="([^"]*)"', text))
        links += [(name, html.unescape(target)) for target in re.findall(r'(?:href|src)="([^"]*)"', text)]
    bad = []
    for name, target in links:
        file, _, fragment = target.partition('#')
        if re.match(r'https?:', target):
            continue
        if file and file not in ids:
            if not os.path.exists(os.path.join(folder, file)):
                bad.append(f'{name}: {target}')
        elif fragment and fragment not in ids[file or name]:
            bad.append(f'{name}: {target}')
    if bad:
        sys.exit('links that lead nowhere:\n' + '\n'.join(bad))


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = sys.argv[1]
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    write_site(folder)
    check_links(folder, [html_name(name) for name in pages()])
    write_pdf(folder)
    print(f'{folder}/index.html and {folder}/mylink-book.pdf: {len(pages())} pages of the site, all links lead somewhere')


if __name__ == '__main__':
    main()
