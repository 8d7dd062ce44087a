# What os-autoinst's own matcher takes for a look, and what it finds: one JSON object per line in, one number and one
# verdict out. It reads the pictures before; what is measured is processor time of searching alone.
use strict;
use warnings;
use JSON::PP 'decode_json';
use Time::HiRes 'clock';

# The matcher alone: the module around it needs the whole of os-autoinst.
package tinycv { require DynaLoader; our @ISA = 'DynaLoader'; our $VERSION = '1.0'; bootstrap tinycv $VERSION; }
exit 0 if @ARGV;

$| = 1;
my %images;

sub image {
    my ($path) = @_;
    return $images{$path} //= tinycv::read($path);
}

while (my $line = <STDIN>) {
    my $look = decode_json($line);
    my $screen = image($look->{screen});
    my @needles = map { [prepared($_), $_] } @{$look->{needles}};
    my ($taken, $found);
    for my $round (1 .. $look->{rounds}) {
        my $begun = clock();
        $found = 0;
        $found |= is_there($screen, @$_, $look->{ratio}) for @needles;
        my $now = clock() - $begun;
        $taken = $now if !defined $taken || $now < $taken;
    }
    print "$taken $found\n";
}

sub prepared {
    my ($needle) = @_;
    my $image = image($needle->{picture})->copy;
    $image->replacerect(@$_) for @{$needle->{excluded}};
    return $image;
}

sub is_there {
    my ($screen, $image, $needle, $ratio) = @_;
    if (@{$needle->{excluded}}) {
        $screen = $screen->copy;
        $screen->replacerect(@$_) for @{$needle->{excluded}};
    }
    my $all = 1;
    for my $area (@{$needle->{areas}}) {
        my ($x, $y, $width, $height, $margin, $level) = @$area;
        my $farther = int($margin + $ratio * (1024 - $margin));
        my ($similarity) = $screen->search_needle($image, $x, $y, $width, $height, $farther);
        $all = 0 if $similarity < $level;
    }
    return $all;
}
