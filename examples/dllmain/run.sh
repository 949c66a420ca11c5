$RUN threads.exe
