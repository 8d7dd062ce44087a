"""Whole installations: media with live systems that install Debian, from the packages of this machine's mirrors."""
