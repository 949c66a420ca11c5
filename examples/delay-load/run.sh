$RUN main.exe
