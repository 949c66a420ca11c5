$RUN app.exe
