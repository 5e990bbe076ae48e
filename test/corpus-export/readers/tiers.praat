# Prints how many tiers there are, how long they are, and for each tier its name and what stands in it.
form: "Tiers"
  infile: "Path", ""
endform
Read from file: path$
tiers = Get number of tiers
duration = Get total duration
writeInfoLine: tiers
appendInfoLine: fixed$ (duration, 8)
for tier to tiers
  name$ = Get tier name: tier
  said$ = ""
  intervals = Get number of intervals: tier
  for interval to intervals
    text$ = Get label of interval: tier, interval
    if text$ <> ""
      if said$ <> ""
        said$ = said$ + "|"
      endif
      said$ = said$ + text$
    endif
  endfor
  appendInfoLine: name$, tab$, said$
endfor
