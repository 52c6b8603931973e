"""Who composed, where and when: plain facts, written by hand, about the composers whom the corpora name most.

Each line of a place: names with years of birth and death, `*` before a woman's name, `?` for a year that is not known. The place is
the country, as it is called today, in which a composer was born or mostly worked.
"""

import re
from dataclasses import dataclass

TABLE = {
    "Germany": """Johann Sebastian Bach 1685 1750; Johannes Brahms 1833 1897; Robert Schumann 1810 1856; *Josephine Lang 1815 1880;
        Robert Franz 1815 1892; *Johanna Kinkel 1810 1858; *Louise Reichardt 1779 1826; *Fanny Hensel 1805 1847; Peter Cornelius 1824 1874;
        *Clara Mathilda Faisst 1872 1948; *Corona Schröter 1751 1802; *Clara Schumann 1819 1896; Ludwig van Beethoven 1770 1827;
        Felix Mendelssohn 1809 1847; *Emilie Zumsteeg 1796 1857; *Luise Greger 1862 1944; *Luise Adolpha Le Beau 1850 1927;
        *Emilie Mayer 1812 1883; Richard Wagner 1813 1883; Richard Strauss 1864 1949; Martin Luther 1483 1546; Michael Praetorius 1571 1621;
        Johann Balthasar König 1691 1758; Johann Crüger 1598 1662; Conrad Kocher 1786 1872; Joachim Neander 1650 1680;
        Nikolaus Hermann ? 1561; Phillipp Nicolai 1556 1608; Hans Leo Hassler 1564 1612; Johann Schop ? 1667;
        Wolfgang Egenolf Dachstein ? ?; Melchior Vulpius ? 1615; Melchior Teschner 1584 1635; Johann Georg Ebeling 1637 1676;
        Kornelius Heinrich Dretzel 1697 1775; Johann Rudolph Ahle 1625 1673; Carl Maria von Weber 1786 1826; Carl Gotthelf Gläser 1784 1829;
        Johann David Meyer ? ?; Adam Krieger 1634 1666; Friedrich Silcher 1789 1860; George Rhau 1488 1548; Johann Walther 1496 1570;
        Friedrich Konrad Anthes 1812 ?; Leon Jessel 1871 1942; Die Toten Hosen ? ?; Heinrich Suso ? 1366; Mischa Spoliansky 1898 1985""",
    "Austria": """Franz Schubert 1797 1828; Hugo Wolf 1860 1903; *Mathilde Kralik 1857 1944; *Maria Theresia von Paradis 1759 1824;
        Gustav Mahler 1860 1911; Joseph Haydn 1732 1809; Arnold Schoenberg 1874 1951; Anton Webern 1883 1945;
        Alexander von Zemlinsky 1871 1942; Alban Berg 1885 1935; Franz Xaver Gruber 1787 1863; Wolfgang Amadeus Mozart 1756 1791;
        Franz Lehár 1870 1948; Johann Strauss 1804 1849; Wilhelm Grosz 1894 1939""",
    "France": """*Augusta Mary Anne Holmès 1847 1903; *Cécile Chaminade 1857 1944; Georges Bizet 1838 1875; Gabriel Fauré 1845 1924;
        *Pauline Viardot 1821 1910; Claude Debussy 1862 1918; *Marie Jaëll 1846 1925; Erik Satie 1866 1925; *Lili Boulanger 1893 1918;
        *Clémence de Grandval 1828 1907; Ernest Chausson 1855 1899; Charles Gounod 1818 1893; *Guy d’Hardelot 1858 1936;
        *Pauline Duchambge 1778 1858; Hector Berlioz 1803 1869; *Loïsa Puget 1810 1889; Emmanuel Chabrier 1841 1894; *Sophie Gail 1775 1819;
        Jules Massenet 1842 1912; Émile Paladilhe 1844 1926; *Mel Bonis 1858 1937; *Louise Farrenc 1804 1875; *Gabrielle Ferrari 1851 1921;
        Ange Flégier 1846 1927; *Pauline Thys ? ?; Maurice Ravel 1875 1937; Antoine Renard 1825 1872; Pierre Degeyter 1848 1932;
        Claude Joseph Rouget de Lisle 1760 1836; Louis Bourgeois ? ?""",
    "England": """*Liza Lehmann 1862 1918; Peter Warlock 1894 1930; Frank Bridge 1879 1941; Walter Parratt 1841 1924; Harold Boulton 1859 1935;
        George Butterworth 1885 1916; Thomas Arne 1710 1778; Edward Elgar 1857 1934; Arthur Somervell 1863 1937;
        Samuel Coleridge-Taylor 1875 1912; Roger Quilter 1877 1953; Walford Davies 1869 1941; Hubert Parry 1848 1918;
        Frederick Delius 1862 1934; *Louisa Gray ? ?; Ivor Gurney 1890 1937; *Ann Mounsey Bartholomew 1811 1891; Granville Bantock 1868 1946;
        *Charlotte Alington Barnard 1830 1869; *Amelia Lehmann 1838 1903; *Maude Valérie White 1855 1937; *Virginia Gabriel 1825 1877;
        Frederic Hymen Cowen 1852 1935; *Ellen Dickson 1819 1878; *Amy Elsie Horrocks 1867 ?; Henry Bishop 1786 1855; Edward German 1862 1936;
        *Jane Mary Guest ? ?; *Maria Lindsay 1827 1898; *Elizabeth Philp 1827 1885; Arthur Sullivan 1842 1900; *Harriett Abrams ? ?;
        Joseph Barnby 1838 1896; *Ethel Barns ? 1948; *Jane Bianchi Lacy 1776 1858; Alfred Cellier 1844 1891; Frederick Corder 1852 1932;
        *Elisabetta de Gambarini 1730 1765; *Florence Ashton Marshall 1843 1922; Cyril Rootham 1875 1938; William Shield 1748 1829;
        *Ethel Smyth 1858 1944; Charles Dibdin 1745 1814; Henry Carey 1687 1743; William Henry Monk 1823 1889; John Bacchus Dykes 1823 1876;
        Henry Thomas Smart 1813 1879; Edward Hodges 1796 1867; William Croft 1678 1727; Ralph Vaughan Williams 1872 1958;
        George Job Elvey 1816 1893; Richard Redhead 1820 1901; John Baptiste Calkin 1827 1905; Samuel Sebastian Wesley 1810 1876;
        John Goss 1800 1880; Edwin George Monk 1819 1900; Samuel Webbe 1740 1816; Edward John Hopkins 1818 1901; Henri Frederick Hemy 1818 1888;
        Thomas Haweis 1734 1820; Orlando Gibbons 1583 1625; Henry Purcell 1659 1695; John Hatton ? 1793; John Stainer 1840 1901;
        George Frideric Handel 1685 1759; Sydney Hugo Nicholson 1875 1947; Frederick Westlake 1840 1898; John Francis Wade 1711 1786;
        William Henry Havergal 1793 1870; John Darwall 1731 1789; Arthur Henry Messiter 1834 1916; Aaron Williams 1731 1776;
        John Pyke Hullah 1812 1884; Edward Miller 1735 1807; Haydn Wood 1882 1959; Stephen Adams 1841 1913; Kenneth Joseph Alford 1881 1945;
        Lionel Monckton 1861 1924; Leslie Stuart 1863 1928; Philip Braham 1881 1934; Harry Dacre ? 1922; Herman Darewski 1883 1947;
        Andrew Lloyd Webber 1948 ?; Joseph Tabrar 1857 1931; John Wall Callcott 1766 1821; Charles Ingle ? ?; Charles Collins ? ?;
        Fred W. Leigh ? ?; Bert Lee ? ?; C. W. Murphy ? ?; Edwin Lemare 1865 1934; Harry Fragson 1869 1913; Henry E. Pether ? ?;
        Richard Kerr 1944 ?; James Lea Summers ? ?; William Yoakley ? ?; William Jeater ? ?; Clifford Harris ? ?""",
    "Australia": "Emmett Adams ? ?",
    "Wales": """Rowland H. Prichard 1811 1887; John Hughes ? ?; Thomas J. Williams 1869 1944; Robert Williams ? ?; John Roberts 1822 1877;
        Thomas Olivers 1725 1799; William Owen 1813 1893; Ivor Novello 1893 1951; Felix Powell 1878 1942""",
    "Scotland": """Alexander Mackenzie 1847 1935; *Helen Hopekirk 1856 1945; Alexander C. Ewing 1830 1895; Niel Gow 1727 1807;
        James Oswald 1710 1769; Will Fyffe 1885 1947; James Leith Macbeth Bain ? ?; *Lady John Scott 1810 1900; William Douglas ? ?""",
    "Ireland": "Charles Villiers Stanford 1852 1924; Charles Wood 1866 1926; Turlough O'Carolan 1670 1738; John Francis Waller ? 1894; *Delia Murphy 1902 1971; Jimmy McPeake ? ?; Francis MacNamara ? ?; Harold White ? ?",
    "Italy": """Francesco Paolo Tosti 1846 1916; Stefano Donaudy 1879 1925; Ruggero Leoncavallo 1857 1919; Gioachino Rossini 1792 1868;
        Giuseppe Verdi 1813 1901; Felice de Giardini 1716 1796; Giovanni Pierluigi da Palestrina ? 1594; Giacomo Puccini 1858 1924;
        Pietro Mascagni 1863 1945; Salvatore Cardillo 1874 1947; Eduardo di Capua 1865 1917; Ennio Morricone 1928 2020;
        Alberto Pestalozza ? ?; Fermo Dante Marchetti 1876 1940""",
    "Sweden": "*Helena Munktell 1852 1919; *Laura Netzel 1839 1927; *Alice Tegnér 1864 1943; Wilhelm Åström ? ?",
    "Norway": "Ludvig Mathias Lindeman 1812 1887",
    "Finland": "Jean Sibelius 1865 1957",
    "Belgium": "*Poldowski 1879 1932",
    "Switzerland": "Hans Georg Nägeli 1773 1836",
    "Czech lands": "*Evelyn Faltis 1887 1937",
    "Poland": "Frédéric Chopin 1810 1849",
    "Hungary": "Franz Liszt 1811 1886",
    "Spain": "Fernando Obradors 1897 1945; Sebastián Yradier 1809 1865",
    "Russia": "Nikolai Rimsky-Korsakov 1844 1908",
    "Brazil": "*Chiquinha Gonzaga 1847 1935; Antônio Carlos Jobim 1927 1994",
    "Argentina": "Carlos Gardel 1890 1935",
    "Uruguay": "Gerardo Matos Rodríguez 1897 1948",
    "Peru": "Daniel Alomía Robles 1871 1942",
    "Mexico": "Lorenzo Barcelata 1898 1943",
    "Hawaii": "*Queen Liliʻuokalani 1838 1917",
    "United States": """*Amy Beach 1867 1944; Harry Thacker Burleigh 1866 1949; *Carrie Jacobs-Bond 1862 1946; *Jane Bingham Abbott ? ?;
        *Augusta Browne ? 1882; *Eleanor Everest Freer 1864 1942; *Faustina Hasse Hodges ? 1895; Charles Ives 1874 1954;
        Richard Rodgers 1902 1979; George Gershwin 1898 1937; Jerome Kern 1885 1945; Walter Donaldson 1893 1947; Harry Warren 1893 1981;
        Vincent Youmans 1898 1946; Ralph Rainger 1901 1942; Stephen Foster 1826 1864; Victor Herbert 1859 1924; Richard A. Whiting 1891 1938;
        Lowell Mason 1792 1872; Sammy Fain 1902 1989; Victor Schertzinger 1888 1941; Isham Jones 1894 1956; Leo Robin 1900 1984;
        Egbert Van Alstyne 1878 1951; Dan Emmett 1815 1904; Robert Lowry 1826 1899; William Batchelder Bradbury 1816 1868;
        William Howard Doane 1832 1915; Al Dubin 1891 1945; James F. Hanley 1892 1942; Con Conrad 1891 1938; Harry Ruby 1895 1974;
        Roy Turk 1892 1934; Harry Akst 1894 1963; James V. Monaco 1885 1945; Jimmy McHugh 1894 1969; Joe Burke 1884 1950;
        Vincent Rose 1880 1944; Fred Fisher 1875 1942; Fats Waller 1904 1943; Harry Brooks 1895 1970; Ted Snyder 1881 1965;
        Peter De Rose 1900 1953; Gus Kahn 1886 1941; Clarence Gaskill 1892 1947; Ira Schuster 1889 1946; Gus Edwards 1879 1945;
        Lew Pollack 1895 1946; Fred E. Ahlert 1892 1953; George M. Cohan 1878 1942; Seymour Simons 1896 1949; Turner Layton 1894 1978;
        Jean Schwartz 1878 1956; Ray Henderson 1896 1970; Lorenz Hart 1895 1943; Paul Dresser 1857 1906; Scott Joplin 1868 1917;
        Thomas Hastings 1784 1872; Philip Paul Bliss 1838 1876; Hans Engelmann 1872 1914; Jeremiah Ingalls 1764 1838; Ira Gershwin 1896 1983;
        Glenn Miller 1904 1944; Nacio Herb Brown 1896 1964; Mack Gordon 1904 1959; Harry Carroll 1892 1962; Harry Tierney 1890 1965;
        Joseph McCarthy 1885 1943; Harry Von Tilzer 1872 1946; Albert Von Tilzer 1878 1956; Haven Gillespie 1888 1975;
        James P. Johnson 1894 1955; Theodore F. Morse 1873 1924; Hughie Cannon 1877 1912; Joe Young 1889 1939; Irving Kahal 1903 1942;
        Percy Wenrich 1880 1952; *Nora Bayes 1880 1928; James A. Bland 1854 1911; James Lord Pierpont 1822 1893; James Thornton 1861 1938;
        Johnny Mercer 1909 1976; Oscar Hammerstein II 1895 1960; *Mabel Wayne ? ?; Victor Young ? 1956; John Philip Sousa 1854 1932;
        John W. Bratton 1867 1947; Karl Hoschna 1876 1911; Samuel Ward ? 1903; *Ma Rainey 1886 1939; Newell Chase 1904 1955;
        W. Franke Harling 1887 1958; Lewis H. Redner ? 1908; Louis Alter 1902 1980; Louis A. Hirsch 1887 1924; *Mildred J. Hill 1859 1916;
        *Patty Hill 1868 1946; Walter Kent 1911 1994; Richard M. Jones ? 1945; *Rida Johnson Young 1875 1926; Robert Johnson 1911 1938;
        Septimus Winner 1827 1902; Thomas P. Westendorf 1848 1923; George F. Root 1820 1895; Herbert Stothart 1885 1949;
        Sigmund Romberg 1887 1951; Hart Pease Danks 1834 1903; *Dana Suesse 1909 1987; *Bernice Petkere 1901 2000; *Doris Fisher 1915 2003;
        Duke Ellington 1899 1974; Bubber Miley 1903 1932; Frank Churchill 1901 1942; Frank Loesser 1910 1969; Carmen Lombardo 1903 1971;
        Johnny Green 1908 1989; Charles K. Harris 1867 1930; Charles N. Daniels 1878 1943; Ernest Ball 1878 1927; Chauncey Olcott 1858 1932;
        Gus Arnheim 1897 1955; Felix Bernard 1897 1944; Ernie Burnett 1884 1959; Erno Rapee 1891 1945; Matty Malneck 1903 1981;
        Fud Livingston 1906 1957; George L. Cobb 1886 1942; Maceo Pinkard 1897 1962; Ben Bernie 1891 1943; Bennie Moten ? 1935;
        J. Russel Robinson 1892 1963; Leo Friedman 1869 1927; Billy Hill 1899 1940; Elmer Schoebel 1896 1970; Bing Crosby 1903 1977;
        Charles Crozat Converse 1832 1918; Charles D. Tillman 1861 1943; Ted Fiorito 1900 1971; Chris Smith 1879 1949;
        Russ Columbo 1908 1934; King Oliver ? 1938; Raymond B. Egan 1890 1952; F. W. Meacham ? ?; Abe Olman ? 1984; Nat D. Ayer 1887 1952;
        Joseph LaCalle 1860 1937; Oliver Holden 1765 1844; James P. Carrell 1787 1854; David L. Clayton ? ?; James Ramsey Murray 1841 1905;
        *Phoebe P. Knapp 1839 1908; Asahel Nettleton 1783 1844; William Oscar Perkins 1831 1902; John Menzies MacFarlane 1833 1892;
        Walter Stillman Martin 1862 1935; *Lucy Jane Rider Meyer 1849 1922; Joseph Funk 1778 1862; James McGranahan 1840 1907;
        Richard Storrs Willis 1819 1900; Will Lamartine Thompson 1847 1909; *May Whittle Moody 1870 1963; Charles Hutchinson Gabriel 1856 1932;
        George Crawford Hugg 1848 1907; William James Kirkpatrick 1838 1921; William Shakespeare Hays 1837 1907;
        Frederick Martin Lehman 1868 1953; George Bennard 1873 1958; John Wyeth 1770 1858; Ira David Sankey 1840 1908;
        James Milton Black 1856 1938; Henry Kemble Oliver 1800 1885; William Gustavus Fischer 1835 1912; August Lemke ? ?;
        P. S. Gilmore 1829 1892; Original Dixieland Jazz Band ? ?; New Orleans Rhythm Kings ? ?;
        Joseph Brackett 1797 1882; Joseph Eastburn Winner 1837 1918; Ange Lorenzo ? ?; C. Austin Miles 1868 1946;
        Charles B. Ward 1865 1917; Don George 1909 1995; Daniel E. Kelley 1843 1905; Lou Handman 1894 1956; John Valentine Eppel 1871 1931;
        James Butterfield 1837 1891; John William Kellette 1873 1922; John S. Fearis 1867 1932; John Henry Hopkins 1820 1891;
        Albert Gamse 1901 1974; Loren J. Kropf ? ?; Arthur A. Penn ? ?; George A. Norton 1880 1923; Bill Cogswell ? ?; Robert Schultz ? ?""",
}  # fmt: skip

#: Other names and slips of the files for those above.
ALIASES = {
    "Franz Joseph Haydn": "Joseph Haydn", "Beethoven": "Ludwig van Beethoven", "Ravel": "Maurice Ravel", "J. S. Bach": "Johann Sebastian Bach",
    "Queen Liliuokalani": "Queen Liliʻuokalani", "Henry Rowley Bishop": "Henry Bishop", "Arthur Seymour Sullivan": "Arthur Sullivan",
    "Sir Arthur Sullivan": "Arthur Sullivan", "Carl Maria Friedrich Ernst von Weber": "Carl Maria von Weber",
    "George Frederick Handel": "George Frideric Handel", "Richard S. Willis": "Richard Storrs Willis", "Charles Converse": "Charles Crozat Converse",
    "William B. Bradbury": "William Batchelder Bradbury", "Dibdin": "Charles Dibdin", "H. Carey": "Henry Carey", "Carey": "Henry Carey",
    "Neil Gow": "Niel Gow", "N. Gow": "Niel Gow", "J. Oswald": "James Oswald", "Richard Rogers": "Richard Rodgers", "Richard Whiting": "Richard A. Whiting",
    "Richard A Whiting": "Richard A. Whiting", "Thomas Waller": "Fats Waller", "Thomas": "Fats Waller", "George": "George Gershwin",
    "Fred E. Alhert": "Fred E. Ahlert", "Fred Fischer": "Fred Fisher", "James Monaco": "James V. Monaco", "Jimmie V. Monaco": "James V. Monaco",
    "Harry Tilzer": "Harry Von Tilzer", "Albert von Tilzer": "Albert Von Tilzer", "Feliz Bernard": "Felix Bernard", "Russ Colombo": "Russ Columbo",
    "Peter DeRose": "Peter De Rose", "Peter Wenrich": "Percy Wenrich", "Jimmy Johnson": "James P. Johnson", "Oscar Hammerstein": "Oscar Hammerstein II",
    "Neil Moret": "Charles N. Daniels", "Jules Lemare": "Charles N. Daniels", "Hugh Williams": "Wilhelm Grosz", "Alice Hawthorne": "Septimus Winner",
    "Felix Mendolssohn": "Felix Mendelssohn", "Franz Listz": "Franz Liszt", "Franz Lehar": "Franz Lehár", "Joh. Strauss": "Johann Strauss",
    "G. Puccini": "Giacomo Puccini", "Sebastian Yradien": "Sebastián Yradier", "Antonio Carlos Jobim": "Antônio Carlos Jobim",
    "Jean-Claude Rouget de Lisle": "Claude Joseph Rouget de Lisle", "Daniel Decatur Emmett": "Dan Emmett", "Chancellor Chauncey Olcott": "Chauncey Olcott",
    "Bub Miley": "Bubber Miley", "Joe Oliver": "King Oliver", "J Rusell Robinson": "J. Russel Robinson", "Matt Malneck": "Matty Malneck",
    "George L Cobb": "George L. Cobb", "Joseph M Lacalle": "Joseph LaCalle", "Joseph Winner": "Joseph Eastburn Winner", "Will FYffe": "Will Fyffe",
    "Green": "Johnny Green", "Karn": "Gus Kahn", "Lombardo": "Carmen Lombardo", "Murphy": "C. W. Murphy", "Lipton": "Dan Lipton", "Neat": "John Neat",
    "New Orleans Rhythym Kings": "New Orleans Rhythm Kings", "Andantino in D-flat Edwin Lemare": "Edwin Lemare", "Jas. Hand": "J. Hand",
    "Frank Livingstone": "Frank Livingston", "E. Christie": "Edwin Christie", "Zeke Bacus": "Zeke Backus", "G. I. Tracy": "G. L. Tracy",
    "R. B. Nagle": "R. Nagle", "Patrick Gilmore": "P. S. Gilmore", "J. S. Fearis": "John S. Fearis", "F.W. Meacham": "F. W. Meacham",
    "or Francis MacNamara": "Francis MacNamara", "King Colbat:h": "King Colbath", "C Austin Miles": "C. Austin Miles",
    "Fidenco Dante Marchetti": "Fermo Dante Marchetti", "Henrich Suso": "Heinrich Suso",
}  # fmt: skip

EUROPE = set("Germany Austria France England Wales Scotland Ireland Italy Sweden Norway Finland Belgium Switzerland Poland Hungary Spain Russia Netherlands Denmark".split())
EUROPE.add("Czech lands")
AMERICA = {"United States", "Brazil", "Argentina", "Uruguay", "Peru", "Mexico", "Canada", "West Indies"}

#: What a source writes where no composer is known, and the place that it means.
ORIGINS = [
    (r"african.american|spiritual|american|cowboy|virginian|southern harmony|vernon dalhart|negro", "United States"),
    (r"west india", "West Indies"),
    (r"irish|londonderry", "Ireland"),
    (r"scot|highland|gaelic", "Scotland"),
    (r"welsh|welch", "Wales"),
    (r"english|day's psalter|chetham|lyra davidica", "England"),
    (r"salzburg|maria theresa", "Austria"),
    (r"basel|geneva", "Switzerland"),
    (r"french|poitiers|traditionnel", "France"),
    (r"swedish", "Sweden"),
    (r"norwegian", "Norway"),
    (r"dutch", "Netherlands"),
    (r"bohemian", "Czech lands"),
    (r"neapolitan", "Italy"),
    (r"andean", "Peru"),
    (r"german|volksweise|walter's|klug's|wittenberg|köln|leipzig|w[uü]rttemberg|dresden|erfurt|augsburg|hamburg|darmst[aä]dt|darmstädt"
     r"|str?assburg|gesangb|geistliche|choral-?buch|kirchenges|liederbuch", "Germany"),
]  # fmt: skip


@dataclass(frozen=True)
class Composer:
    """born and died are years or None; woman is True for those who are known to be."""

    place: str
    born: int | None
    died: int | None
    woman: bool


def read_table(table):
    """{name: Composer} of TABLE."""
    found = {}
    for place, people in table.items():
        for person in people.split(";"):
            star, name, born, died = re.fullmatch(r"(\*?)(.+?) (\d{4}|\?) (\d{4}|\?)", person.strip(" \n")).groups()
            found[name] = Composer(place, *(None if year == "?" else int(year) for year in (born, died)), bool(star))
    return found


COMPOSERS = read_table(TABLE)


def known_as(name):
    """The name under which a composer is counted."""
    return ALIASES.get(name, name)


def region_of(place):
    """"europe", "america", "other", or "unknown" for no place."""
    return "unknown" if place is None else "europe" if place in EUROPE else "america" if place in AMERICA else "other"


def place_of_origin(text):
    """The place that a line such as "Traditional Irish tune" names, or None."""
    return next((place for pattern, place in ORIGINS if re.search(pattern, text or "", re.I)), None)
