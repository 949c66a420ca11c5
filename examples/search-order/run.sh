cd current
echo 'one beside the program, one in the current folder:'
$RUN ../program/main.exe
mv ../program/place.dll ../program/away
echo 'only in the current folder:'
$RUN ../program/main.exe
mv place.dll away
echo 'nowhere:'
$RUN ../program/main.exe
mv away place.dll
mv ../program/away ../program/place.dll
