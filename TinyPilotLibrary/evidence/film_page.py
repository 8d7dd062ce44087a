"""The page of a film: a list of its pictures, and where scripts are allowed a player."""

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from TinyPilotLibrary.evidence.film import Film, Note, Still

_STYLE = """
:root{color-scheme:light dark}
body{font:14px/1.4 system-ui,sans-serif;margin:12px}h1{font-size:1.2em;margin:0}
.fail{color:#dc2626}pre{white-space:pre-wrap;margin:4px 0}
.screen{position:relative;display:inline-block}.screen img{display:block;border:1px solid rgba(128,128,128,.5)}
.dot{position:absolute;width:16px;height:16px;margin:-8px 0 0 -8px;border-radius:50%;background:rgba(220,38,38,.6);
border:2px solid #fff;box-sizing:border-box}
#strip{display:flex;flex-wrap:wrap;gap:10px}figure{margin:0;width:200px;font-size:.85em}figure img{width:198px}
figure.now{outline:3px solid #2563eb}.none{display:block;width:198px;height:110px;background:#888;color:#fff;
padding:4px;box-sizing:border-box}
figcaption{overflow-wrap:anywhere}#player img{max-width:100%;max-height:70vh;min-width:50vw}
#controls{display:flex;gap:8px;align-items:center;margin:6px 0}#controls input{flex:1}
button{font:inherit;min-width:2.5em}
"""
_SCRIPT = """
const figures=[...document.querySelectorAll('#strip figure')];
const player=document.getElementById('player'),range=player.querySelector('input');
const stage=player.querySelector('.screen'),told=player.querySelector('output');
let now=0,timer=null;
function show(index){
  now=Math.max(0,Math.min(figures.length-1,index));
  const figure=figures[now];
  stage.innerHTML=figure.querySelector('.screen').innerHTML;
  figures.forEach(other=>other.classList.toggle('now',other===figure));
  told.innerHTML=(now+1)+'/'+figures.length+' \u00b7 '
    +figure.querySelector('figcaption').innerHTML.replaceAll('<br>',' \u00b7 ');
  range.value=now;location.replace('#'+figure.id);window.scrollTo(0,0);
}
function action(step){
  let index=now+step;
  while(index>0&&index<figures.length-1&&!figures[index].dataset.action)index+=step;
  show(index);
}
function play(){
  const button=player.querySelector('[data-do=play]');
  if(timer){clearTimeout(timer);timer=null;button.textContent='Play';return}
  button.textContent='Pause';
  const next=()=>{
    if(now>=figures.length-1){play();return}
    const pause=figures[now+1].dataset.at-figures[now].dataset.at;
    timer=setTimeout(()=>{show(now+1);next()},Math.min(1500,Math.max(80,pause*1000)));
  };
  if(now>=figures.length-1)show(0);
  timer=1;next();
}
const does={first:()=>show(0),before:()=>show(now-1),play:play,next:()=>show(now+1),last:()=>show(figures.length-1),
  previousAction:()=>action(-1),nextAction:()=>action(1)};
const keys={ArrowLeft:'before',ArrowRight:'next',Home:'first',End:'last',' ':'play',ArrowUp:'previousAction',
  ArrowDown:'nextAction'};
player.addEventListener('click',event=>{const name=event.target.dataset.do;if(name)does[name]()});
range.addEventListener('input',()=>show(+range.value));
document.addEventListener('keydown',event=>{
  const name=keys[event.key];
  if(name&&!event.ctrlKey&&!event.metaKey){event.preventDefault();does[name]()}
});
figures.forEach((figure,index)=>figure.addEventListener('click',event=>{event.preventDefault();show(index)}));
if(figures.length){
  range.max=figures.length-1;player.hidden=false;
  const asked=figures.findIndex(figure=>'#'+figure.id===location.hash);
  show(asked>=0?asked:figures.length-1);
}
"""
_BUTTONS = (
    ("first", "|\u25c0", "First (Home)"),
    ("previousAction", "\u25c0\u25c0", "Action before (Up)"),
    ("before", "\u25c0", "Before (Left)"),
    ("play", "Play", "Play or pause (Space)"),
    ("next", "\u25b6", "Next (Right)"),
    ("nextAction", "\u25b6\u25b6", "Next action (Down)"),
    ("last", "\u25b6|", "Last (End)"),
)


def film_page(film: Film) -> str:
    """The page of a film: HTML that has its pictures beside it.

    Without scripts it is a list of the pictures, each with its time, the keyword that ran, what was done then, and a
    dot where the mouse was. With scripts the pictures are also stepped through by keys, and played.

    Args:
        film: The film.
    """
    ends = [*(later.at for _, later in pairwise(film.stills)), film.seconds + 1]
    figures = "\n".join(
        _figure(film, number, still, [note for note in film.notes if _begin(number, still) <= note.at < end])
        for number, (still, end) in enumerate(zip(film.stills, ends, strict=True), 1)
    )
    buttons = "".join(f'<button data-do="{name}" title="{title}">{label}</button>' for name, label, title in _BUTTONS)
    message = f'<pre class="fail">{escape(film.message)}</pre>' if film.message else ""
    title = escape(film.title or "Recording")
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head><body>
<h1>{title} <small class="{film.status.lower()}">{film.status}</small></h1>{message}
<div id="player" hidden><div class="screen"></div><div id="controls">{buttons}<input type="range" min="0" value="0"
aria-label="Picture"></div><output></output></div>
<div id="strip">
{figures}
</div>
<script>{_SCRIPT}</script></body></html>
"""


def _begin(number: int, still: Still) -> float:
    # What was done before anything was seen belongs to the first picture.
    return still.at if number > 1 else 0.0


def _figure(film: Film, number: int, still: Still, notes: Sequence[Note]) -> str:
    step = film.step_at(still.at)
    lines = [f"{still.at:.1f} s", *([step.name.rpartition(".")[2]] if step else [])]
    told = "<br>".join([*map(escape, lines), *map(_note, notes)])
    dots = "".join(
        f'<i class="dot" style="left:{100 * note.x:.2f}%;top:{100 * note.y:.2f}%"></i>'
        for note in notes
        if note.x is not None and note.y is not None
    )
    screen = (
        f'<img src="{still.picture}" alt="Screen after {still.at:.1f} s" loading="lazy">'
        if still.picture
        else f'<span class="none">{escape(still.caption)}</span>'
    )
    action = ' data-action="1"' if notes else ""
    inside = f'<span class="screen">{screen}{dots}</span>'
    shown = f'<a href="{still.picture}">{inside}</a>' if still.picture else inside
    return f'<figure id="f{number}" data-at="{still.at}"{action}>{shown}<figcaption>{told}</figcaption></figure>'


def _note(note: Note) -> str:
    link = f' <a href="{note.file}">Open</a>' if note.file else ""
    return f"{escape(note.text)}{link}"
