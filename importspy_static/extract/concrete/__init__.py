"""What libcst reads of a source: its outline, side by side with CPython's tree.

It is asked where CPython's parser refuses the grammar; elsewhere CPython's tree alone tells the same.
"""
