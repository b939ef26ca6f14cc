"""What each programme, cause and channel demands, dated limits, outcome and risk.

Tables (TOML) that the institution edits, and the few lines that apply them. ``load`` refuses tables that
contradict one another; ``demands_on`` answers what they demand of a claim; ``decide`` weighs all answers.
"""

from pipeline.policy.demands import demands_on
from pipeline.policy.loader import load
from pipeline.policy.outcome import decide
from pipeline.policy.outcome_faults import KNOWN_CHECKS
from pipeline.policy.policy import Policy
from pipeline.policy.pre_check import pre_checked

__all__ = ["KNOWN_CHECKS", "Policy", "decide", "demands_on", "load", "pre_checked"]
