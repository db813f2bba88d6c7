"""Words that belong to courses: programming, mathematics, the sciences, and notebooks themselves."""

from __future__ import annotations

from collections.abc import Iterable

FIELD_WORDS = frozenset(
    (  # noqa: SIM905 - read as running text
        "abs acceleration algorithm algorithms anova api append argument arguments array arrays ascii "
        "assert assign assigned assignment assignments atom atoms attribute attributeerror attributes "
        "axis backpropagation backslash bayes bayesian beeper beepers bfs binary bool boolean booleans "
        "bracket brackets bug byte bytes calculated calculates calculating calculation cell cells "
        "chromosome chromosomes circle circles circumference classifier clustering coding colon column "
        "columns commit compile compiler comprehension computed computing concat concatenate "
        "concatenation condition constant constructor constructors coordinate coordinates corpus "
        "correlation cosine course coursework covalent covariance crashes csv database dataframe dataset "
        "datasets datetime deadline debug decimal decode decorator def denominator derivative derivatives "
        "determinant dfs diameter dict dictionaries dictionary differential dijkstra distribution "
        "distributions divisible divisor django dna docstring econometrics edges eigenvalue eigenvalues "
        "eigenvector elasticity electron electrons elif encode encoding entropy enumerate enzyme enzymes "
        "epoch epochs equation equations error errors exam exams exception exceptions exponent "
        "exponential factorial factorials fibonacci flask float floats flowchart fraction functions "
        "gaussian generator generators genome getter ggplot git github graded gradient gradients grading "
        "graph graphs groupby hash hashing heap hexadecimal hint hints histogram homework html http "
        "hurdle hurdles hyperparameter hypotenuse hypotheses hypothesis implement implemented import "
        "imported indent indentation index indexerror indexes indices induction inheritance inputs "
        "instance instances instructor integer integers integral integrals interpreter ionic iterate "
        "iteration iterator iterators joule json jupyter keras kernel keyerror keyword kinetic lambda "
        "latex lemma len linked logarithm loop loops markdown matplotlib matrices matrix mean median "
        "method methods mitosis module modules modulo modulus molecule molecules momentum multiplication "
        "multiplied multiply nameerror namespace nan nested neural newton node nodes notebook notebooks "
        "numerator numpy operator operators outlier outliers outputs overfitting palindrome pandas "
        "parabola parameter parameters parentheses parenthesis parse percentile perimeter permutation "
        "permutations photosynthesis pi pivot plot plots plotting pointer pointers polygon polynomial "
        "primes probability professor programming proton protons pseudocode pygame pytest pythagoras "
        "python pytorch quantile queries query queue queues quiz quotient radians radius rectangle "
        "recursion recursive refactor regex regexp regression remainder reshape rna robot robots runtime "
        "sampling scipy seaborn self semicolon sequence sequences setter sine sklearn slice slicing "
        "slides slope snippet solution sorting spreadsheet sql stack std stoichiometry str subclass "
        "subquery substring subtract superclass syntax tangent tensor tensorflow tensors theorem "
        "thermodynamics timestamp timestamps titration tkinter tokenize tokens torch traceback transpose "
        "triangle triangles tuple tuples turtle tutorial typeerror undefined unicode url valueerror "
        "variable variables variance vector vectorise vectorize vectors velocity vertex vertices voltage "
        "wavelength whitespace xml zerodivisionerror zip"
    ).split()
)
"""Nobody says these at home: a message with one of them is about the course."""

_AMBIGUOUS_WORDS = frozenset(
    (  # noqa: SIM905 - read as running text
        "account angle area average bar bit bits calculate chapter chart class classes code codes compute "
        "conditions console count counts crash data define defined definition digit digits divide divided "
        "except exercise exercises expression false figure file files fix formula function global grade "
        "grades infinite input key keys lab largest lecture lesson library line lines list lists math "
        "maximum minimum model none null object objects output package percent percentage predict print "
        "printed printing prints program programs proof prove random range result results return returned "
        "returns row rows run running script smallest solve solved sort sorted statement statements step "
        "steps string strings submit sum table task tasks terminal test tests true type types value "
        "values volume write writing zero"
    ).split()
)
"""Words of the field that shopping and travelling need as well."""


def field_word(words: Iterable[str]) -> str | None:
    """A word that is said about courses alone, the first in the alphabet; None when there is none."""
    return min(FIELD_WORDS.intersection(words), default=None)


def is_ambiguous(words: Iterable[str]) -> bool:
    """Whether one of the words is an everyday one that courses use too."""
    return not _AMBIGUOUS_WORDS.isdisjoint(words)


def names_the_course(words: Iterable[str]) -> bool:
    """Whether one of the words is of either sort."""
    said = frozenset(words)
    return field_word(said) is not None or is_ambiguous(said)
