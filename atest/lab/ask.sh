#!/bin/sh
# ask KIND PROGRAM...: a program shows a dialog; then its answer and its exit status are told.
kind=$1
shift
# Buttons and fields have a ground of their own here, also without the focus.
cat > /tmp/colours <<'COLOURS'
use_colors = ON
screen_color = (WHITE,BLACK,OFF)
dialog_color = (BLACK,CYAN,OFF)
title_color = (RED,CYAN,OFF)
border_color = (BLACK,CYAN,OFF)
button_active_color = (WHITE,RED,ON)
button_inactive_color = (BLACK,GREEN,OFF)
item_color = (BLACK,CYAN,OFF)
item_selected_color = (WHITE,MAGENTA,ON)
tag_selected_color = (YELLOW,MAGENTA,ON)
inputbox_color = (BLACK,CYAN,OFF)
COLOURS
case $1 in
coloured) shift; export DIALOGRC=/tmp/colours; set -- dialog "$@" ;;
esac
case $1 in
whiptail) label=--yes-button ;;
*) label=--yes-label ;;
esac
case $kind in
menu)
    set -- "$@" --title Disk --menu 'Which disk is to be overwritten?' 14 60 4 \
        sda 'Disk number 1' sdb 'Disk number 2' sdc 'Disk number 3' sdd Fourth sde 'Disk number 5' sdf Sixth
    ;;
check | radio)
    set -- "$@" --title Parts --"${kind}list" 'Which parts?' 12 60 3 \
        ssh 'SSH server' off web 'Web server' on ftp 'FTP server' off mail 'Mail server' off
    ;;
input) set -- "$@" --inputbox 'Please enter the host name' 10 60 grml ;;
password) set -- "$@" --passwordbox 'Root password' 10 60 ;;
form) set -- "$@" --form Net 12 60 2 Address: 1 1 10.0.0.1 1 12 20 30 Gateway: 2 1 '' 2 12 20 30 ;;
question) set -- "$@" "$label" Continue --yesno 'All data will be lost. Do you really want to go on with this?' 12 40 ;;
esac
clear
"$@" 2> /tmp/answer
status=$?
clear
echo "answer: $(tr '"\n' '  ' < /tmp/answer | sed 's/  */ /g') status: $status"
