"""What a Linux kernel is told that runs in an emulated machine."""

#: A kernel that checks its timer while the host is busy panics.
#:
#: QEMU translates code for each address that it runs at. With random addresses each process has its own translations
#: of the C library, hundreds of thousands in the end; QEMU 7.2 walks through all that a page of memory has for each
#: byte written to it, so that the next kernel, after a restart, unpacked itself at 20 bytes a second.
EMULATED = "no_timer_check norandmaps"
