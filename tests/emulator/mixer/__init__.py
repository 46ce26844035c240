"""The mixer, without a network: its pictures are looked at and its sound is listened to."""
