// Never compiled: its compile command stands for that of the rejected programs.
