#!/bin/busybox sh
# Process 1 of the lab machine: makes this machine's root the one to work in, runs the command, and switches off.
# RELEASE and EARLY stand in /settings, SECONDS_LEFT on the kernel's command line.
/bin/busybox --install -s /bin
. /settings

mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
# Keys that the gadget types reach this machine's console too: they must not restart it.
echo 0 > /proc/sys/kernel/ctrl-alt-del
echo 0 > /proc/sys/kernel/sysrq
stty -F /dev/ttyS1 raw -echo

# What hangs ends here, if not before.
(sleep "$SECONDS_LEFT"; poweroff -f) &

for module in $EARLY; do
    modprobe "$module" || echo "lab: no module $module"
done
share=trans=virtio,version=9p2000.L,msize=262144
mkdir -p /lower /layer /new /share
mount -t 9p -o "ro,cache=loose,$share" root /lower || poweroff -f
mount -t 9p -o "rw,cache=none,$share" share /share || poweroff -f
mount -t tmpfs -o size=60% layer /layer
mkdir /layer/upper /layer/work
mount -t overlay -o lowerdir=/lower,upperdir=/layer/upper,workdir=/layer/work overlay /new || poweroff -f

for folder in proc sys dev run "lib/modules/$RELEASE" lab; do
    mkdir -p "/new/$folder"
done
mount -o bind "/lib/modules/$RELEASE" "/new/lib/modules/$RELEASE"
mount -o bind /share /new/lab
for folder in proc sys dev; do
    mount --move "/$folder" "/new/$folder"
done
mount -t tmpfs run /new/run
mkdir -p /new/dev/pts /new/dev/shm
mount -t devpts devpts /new/dev/pts
mount -t tmpfs shm /new/dev/shm
mount -t configfs configfs /new/sys/kernel/config
mount -t debugfs debugfs /new/sys/kernel/debug

ip link set lo up
ip address add 10.0.2.15/24 dev eth0
ip link set eth0 up
ip route add default via 10.0.2.2
hostname lab

# Through a pipe, so that nobody takes the serial line for a terminal.
{
    chroot /new /bin/sh /lab/command.sh < /new/dev/null 2>&1
    echo $? > /share/exit-code
} | cat > /new/dev/ttyS1
sync
poweroff -f
