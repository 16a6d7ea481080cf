"""Where secrets live: the keyring first, the encrypted vault where there is none."""
