"""The regular verbs of English that a learner meets first, as word lists of school grammars have them.

What they do is said with their gerund: `answering` is of `answer`, though the lexicon knows `answerings`.
"""

_WORDS = """
accept achieve act add admit affect agree aim allow announce answer appear apply approach argue arrange arrive
ask assume attack attempt attend avoid base believe belong call care carry cause change charge check claim clean
climb close collect compare complain complete concern confirm connect consider consist contain continue
contribute control cook copy count cover create cross cry damage dance decide decrease deliver demand deny
depend describe design destroy determine develop die disagree disappear discover discuss divide double drop earn
encourage end enjoy ensure enter establish examine exist expect experience explain express extend face fail fear
fill finish fit fix follow force gain guess handle happen hate head help hope identify imagine improve include
increase indicate influence inform intend introduce invite involve join jump kill knock last laugh like limit
link listen live look love maintain manage mark matter measure mention mind miss move need notice obtain occur
offer open operate order own pass perform pick place plan play point prefer prepare present press prevent
produce promise protect prove provide publish pull push raise reach realise receive recognise record reduce
refer reflect refuse regard relate release remain remember remove repeat replace reply report represent require
rest result return reveal roll save seem separate serve share shout smile solve sound start state stay stop
study succeed suffer suggest support suppose survive talk taste tend test thank touch train travel treat trust
try turn use visit vote wait walk want warn wash waste watch wish wonder work worry
"""

FREQUENT = frozenset(_WORDS.split())
