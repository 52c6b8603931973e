"""Names of files and folders, made fit to be read."""

import unittest

from models.training.catalogue import abc_key
from models.training.piece_names import bach_title, composers, song_title, tune_title, turned, year_of


class Titles(unittest.TestCase):
    def test_capitals_articles_and_kinds_are_set_right(self):
        self.assertEqual(tune_title("NIGHT OF FUN -- JIG., THE"), "The Night of Fun (jig)")
        self.assertEqual(tune_title("Bashful Lover., The"), "The Bashful Lover")
        self.assertEqual(tune_title("La Nov\\'elle Pat:terson"), "La Novelle Patterson")

    def test_irish_and_scottish_names_keep_their_capitals(self):
        self.assertEqual(tune_title("O'DONNELL'S"), "O'Donnell's")
        self.assertEqual(tune_title("McFADDEN'S"), "McFadden's")
        self.assertEqual(tune_title("I'LL NEVER TELL"), "I'll Never Tell")

    def test_a_song_names_its_cycle(self):
        self.assertEqual(song_title(["Myrthen,_Op.25", "7_Die_Lotosblume"]), "Die Lotosblume (Myrthen, Op.25, no. 7)")
        self.assertEqual(song_title(["6_Mélodies", "7c_Havanaise"]), "Havanaise (6 Mélodies, no. 7c)")
        self.assertEqual(song_title(["_", "Le_soir,_CG_441"]), "Le soir, CG 441")

    def test_a_chorale_has_its_number_and_its_title_where_one_is_given(self):
        self.assertEqual(bach_title("269", "Aus meines Herzens Grunde"), "Aus meines Herzens Grunde (BWV 269)")
        self.assertEqual(bach_title("4.8", ""), "Bach chorale BWV 4.8")


class People(unittest.TestCase):
    def test_folders_turn_names_round(self):
        self.assertEqual(turned("Schumann,_Robert"), "Robert Schumann")
        self.assertEqual(turned("Beethoven,_Ludwig_van"), "Ludwig van Beethoven")
        self.assertEqual(turned("Hardelot,_Guy_d’"), "Guy d’Hardelot")
        self.assertEqual(turned("Vulpius, Melchior (1560-1615)"), "Melchior Vulpius")

    def test_several_people_are_told_apart_and_known_under_one_name(self):
        self.assertEqual(composers("Duke Ellington, Bub Miley"), ["Duke Ellington", "Bubber Miley"])
        self.assertEqual(composers("Fred Fischer 1910"), ["Fred Fisher"])

    def test_who_is_nobody_is_no_composer(self):
        for text in ("Traditional", "unknown", "Irish.", "collected by F. O'Neill", "A Welch Tune", ""):
            self.assertEqual(composers(text), [], text)


class YearsAndKeys(unittest.TestCase):
    def test_the_first_year_counts(self):
        self.assertEqual(year_of("'Nettleton' Asahel Nettleton, 1812."), 1812)
        self.assertIsNone(year_of("no. 12"))

    def test_a_key_of_abc_is_its_signature_and_mode(self):
        self.assertEqual(abc_key("Ador"), (1, "dorian"))
        self.assertEqual(abc_key("Bb"), (-2, "major"))
        self.assertIsNone(abc_key("none"))


if __name__ == "__main__":
    unittest.main()
