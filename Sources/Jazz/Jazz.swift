// Jazz
