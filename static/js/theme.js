// Before the first paint: the display that the reader chose, in a cookie that holds nothing else.
{
  const chosen = /(?:^|; )theme=(light|dark)(?:;|$)/.exec(document.cookie);
  if (chosen) document.documentElement.dataset.theme = chosen[1];
}
