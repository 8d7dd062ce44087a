"""What the live system of the graphical installation has besides packages: Calamares' settings and its session."""

from atest.lab.kernel_options import EMULATED

#: Where the distribution's name and pictures are.
BRANDING = "etc/calamares/branding/lab"

_SETTINGS = """\
modules-search: [local, /usr/lib/x86_64-linux-gnu/calamares/modules]
sequence:
- show: [welcome, locale, keyboard, partition, users, summary]
- exec: [partition, mount, unpackfs, machineid, fstab, locale, keyboard, shellprocess,
    users, grubcfg, initramfs, bootloader, umount]
- show: [finished]
branding: lab
prompt-install: true
dont-chroot: false
oem-setup: false
disable-cancel: false
disable-cancel-during-exec: true
hide-back-and-next-during-exec: true
quit-at-end: false
"""
_BRANDING = """\
componentName: lab
welcomeStyleCalamares: false
welcomeExpandingLogo: true
windowExpanding: fullscreen
windowSize: 1000px,740px
windowPlacement: center
sidebar: widget
navigation: widget
strings:
  productName: Lab Linux
  shortProductName: Lab
  version: "1.0"
  shortVersion: "1"
  versionedName: Lab Linux 1.0
  shortVersionedName: Lab 1
  bootloaderEntryName: lab
images: {productLogo: logo.png, productIcon: logo.png, productWelcome: welcome.png}
slideshow: [slide1.png, slide2.png, slide3.png]
slideshowAPI: 1
style: {sidebarBackground: "#292f34", sidebarText: "#ffffff", sidebarTextSelect: "#4d7079"}
"""
_MODULES = {
    "welcome": """\
requirements:
  requiredStorage: 2.5
  requiredRam: 0.5
  check: [storage, ram, root]
  required: [storage, ram, root]
""",
    "locale": "region: America\nzone: New_York\nlocaleGenPath: /etc/locale.gen\ngeoip: {style: none}\n",
    "keyboard": """\
xOrgConfFileName: /etc/X11/xorg.conf.d/00-keyboard.conf
convertedKeymapPath: ""
writeEtcDefaultKeyboard: true
""",
    "partition": """\
efiSystemPartition: /boot/efi
userSwapChoices: [none, file]
initialSwapChoice: none
initialPartitioningChoice: none
defaultFileSystemType: ext4
availableFileSystemTypes: [ext4]
enableLuksAutomatedPartitioning: false
requiredStorage: 2.5
""",
    "users": """\
defaultGroups: [users, sudo, audio, video]
doAutologin: false
sudoersGroup: sudo
setRootPassword: false
doReusePassword: false
passwordRequirements: {nonempty: true, minLength: 4, maxLength: -1}
allowWeakPasswords: false
allowWeakPasswordsDefault: false
user: {shell: /bin/bash}
hostname: {location: EtcFile, writeHostsFile: true}
""",
    # Otherwise the first start has the layout of the live system, and makes the chosen one beside the first login
    # prompt: now and then the console keeps the other one.
    "shellprocess": "dontChroot: false\ntimeout: 300\nscript: [setupcon --save-only]\n",
    "mount": """\
extraMounts:
- {device: proc, fs: proc, mountPoint: /proc}
- {device: sys, fs: sysfs, mountPoint: /sys}
- {device: /dev, mountPoint: /dev, options: bind}
- {device: tmpfs, fs: tmpfs, mountPoint: /run}
extraMountsEfi: []
""",
    "unpackfs": """\
unpack:
- source: /run/live/medium/live/filesystem.squashfs
  sourcefs: squashfs
  destination: ""
""",
    "machineid": "systemd: true\ndbus: true\ndbus-symlink: true\n",
    "fstab": 'mountOptions: {default: "defaults,noatime"}\nssdExtraMountOptions: {}\n',
    "grubcfg": "overwrite: false\ndefaults: {GRUB_TIMEOUT: 5, GRUB_DISABLE_SUBMENU: true}\n",
    "initramfs": "kernel: all\n",
    "bootloader": """\
efiBootLoader: grub
kernel: /vmlinuz
img: /initrd.img
timeout: "5"
grubInstall: grub-install
grubMkconfig: grub-mkconfig
grubCfg: /boot/grub/grub.cfg
grubProbe: grub-probe
efiBootMgr: efibootmgr
installEFIFallback: false
""",
    "finished": "restartNowMode: user-unchecked\nrestartNowCommand: systemctl -i reboot\n",
}
# On a busy machine X may start before its graphics driver, and end, or be too slow for xinit, which gives up. So it is
# started again, as a display manager would do.
_SERVICE = """\
[Unit]
Description=The installer
ConditionKernelCommandLine=lab.install
Wants=systemd-udev-settle.service
After=dbus.service systemd-logind.service polkit.service systemd-udev-settle.service
StartLimitIntervalSec=0
[Service]
Restart=always
RestartSec=2
Environment=HOME=/root LANG=en_US.UTF-8
ExecStart=/usr/bin/xinit /usr/local/bin/live-session -- :0 vt7 -nolisten tcp -extension GLX
"""
_SESSION = """\
#!/bin/sh
export QT_QUICK_BACKEND=software LIBGL_ALWAYS_SOFTWARE=1 XDG_RUNTIME_DIR=/run/user/0 QT_STYLE_OVERRIDE=fusion
mkdir -p /run/user/0
xset s off -dpms
openbox &
calamares -d > /var/log/calamares.log 2>&1
sleep infinity
"""
_GRUB = f"""\
GRUB_DEFAULT=0
GRUB_TIMEOUT=30
GRUB_DISTRIBUTOR="Lab Linux"
GRUB_CMDLINE_LINUX_DEFAULT=quiet
GRUB_CMDLINE_LINUX="{EMULATED}"
GRUB_DISABLE_OS_PROBER=true
GRUB_DISABLE_SUBMENU=y
"""
_XORG = """\
Section "Device"
  Identifier "card"
  Driver "modesetting"
  Option "AccelMethod" "none"
EndSection
"""

#: Text files, by their paths in the live system.
FILES = {
    "etc/calamares/settings.conf": _SETTINGS,
    f"{BRANDING}/branding.desc": _BRANDING,
    **{f"etc/calamares/modules/{name}.conf": text for name, text in _MODULES.items()},
    "etc/systemd/system/live-session.service": _SERVICE,
    "usr/local/bin/live-session": _SESSION,
    "etc/default/grub": _GRUB,
    "etc/X11/xorg.conf": _XORG,
    "etc/locale.gen": "en_US.UTF-8 UTF-8\nde_DE.UTF-8 UTF-8\n",
    "etc/default/locale": "LANG=en_US.UTF-8\n",
    # locale-gen reads it, and it is not unpacked.
    "usr/share/locale/locale.alias": "",
    "etc/hosts": "127.0.0.1 localhost\n127.0.1.1 live\n",
}
