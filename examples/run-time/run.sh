$RUN runtime.exe
