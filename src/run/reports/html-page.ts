/** How the page looks: light and dark as the reader has it, one column below 720 pixels. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--line:#8883;--soft:#8881;--good:#1a7f37;--bad:#c92a2a;--dim:#6a6f76;--wait:#3b82c4}
@media(prefers-color-scheme:dark){:root{--good:#4ac26b;--bad:#ff7b72;--dim:#9aa0a6;--wait:#6cb0ea}}
*{box-sizing:border-box}
body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:80rem;padding:1.2rem 1rem 3rem}
h1{font-size:1.4rem;margin:0;overflow-wrap:anywhere}
h1 span{font-weight:400;margin-left:.4rem}
p{margin:.3rem 0}
.dim{color:var(--dim);font-size:.85rem;overflow-wrap:anywhere}
.passed .mark,h1 .passed,ins{color:var(--good)}
.failed .mark,h1 .failed,.failed .reason,del{color:var(--bad)}
.skipped{color:var(--dim)}
ins,del{text-decoration:none}
.share{display:flex;height:.35rem;border-radius:.2rem;overflow:hidden;margin:.8rem 0 0;background:var(--line)}
.share .passed{background:var(--good)}
.share .failed{background:var(--bad)}
nav{display:flex;flex-wrap:wrap;gap:.5rem;padding:.8rem 0;position:sticky;top:0;background:Canvas;z-index:1}
button,input{font:inherit;padding:.3rem .8rem;border:1px solid var(--line);border-radius:.4rem;background:none;color:inherit}
button{cursor:pointer}
button:disabled{opacity:.45;cursor:default}
button[aria-pressed=true]{border-color:currentColor;font-weight:600}
input{flex:1;min-width:9rem}
main{border-top:1px solid var(--line)}
details{border-bottom:1px solid var(--line)}
details>div{padding:0 .6rem .8rem 2.4rem}
summary{cursor:pointer;display:grid;grid-template-columns:1rem minmax(6rem,14rem) minmax(0,1fr) 2.2rem 4.5rem minmax(8rem,16rem);gap:0 .8rem;align-items:center;padding:.35rem .6rem;list-style:none}
summary::-webkit-details-marker{display:none}
summary:hover{background:var(--soft)}
.name{overflow-wrap:anywhere}
summary code{color:var(--dim);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
[open]>summary code{white-space:normal;overflow-wrap:anywhere}
.took,.status{text-align:right;font-variant-numeric:tabular-nums}
code,pre{font:13px/1.5 ui-monospace,monospace}
pre{margin:.1rem 0 .6rem;white-space:pre-wrap;overflow-wrap:anywhere}
.miss{margin-top:.4rem}
.tag{border:1px solid var(--line);border-radius:1rem;padding:0 .6rem;font-size:.85rem}
.bar{background:var(--soft);border-radius:.2rem;overflow:hidden;height:.7rem}
.bar span{display:flex;height:100%;border-radius:.2rem;overflow:hidden;min-width:2px}
.bar i{flex-basis:0}
.connect{background:#d9923b}
.wait{background:var(--wait)}
.receive{background:#3aa88b}
footer{display:flex;gap:1.2rem;padding:.8rem .6rem}
footer i{display:inline-block;width:.7rem;height:.7rem;border-radius:.15rem}
[hidden]{display:none!important}
@media(max-width:720px){
summary{grid-template-columns:1rem minmax(0,1fr) auto auto;gap:.1rem .6rem;padding:.5rem .2rem}
summary code{grid-column:2/-1;grid-row:2}
.bar{grid-column:2/-1;height:.4rem;margin-top:.2rem}
details>div{padding-left:1.8rem}
}
@media print{nav{display:none}}
`;

/** Filters by state and by text. */
export const PAGE_SCRIPT = `
const all=[...document.querySelectorAll('details')];
const buttons=[...document.querySelectorAll('button')];
const search=document.querySelector('input');
const none=document.querySelector('#none');
const texts=new Map(all.map(one=>[one,one.textContent.toLowerCase()]));
let shown='all';
const apply=()=>{const words=search.value.toLowerCase().split(' ').filter(Boolean);let count=0;
for(const one of all){const fits=(shown==='all'||one.classList.contains(shown))&&words.every(word=>texts.get(one).includes(word));
one.hidden=!fits;if(fits)count++;}
none.hidden=count>0;};
for(const button of buttons)button.onclick=()=>{shown=button.dataset.show;
for(const other of buttons)other.setAttribute('aria-pressed',String(other===button));apply();};
search.oninput=apply;
`;
