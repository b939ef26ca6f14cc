"""Every form the database has had, one file per step; they are run up when it is opened."""
