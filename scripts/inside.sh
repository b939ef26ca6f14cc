# Sourced, not run: sends everything that programs like to write elsewhere into the checkout's .cache/.
# HOME and XDG_CONFIG_HOME stay, because a person's own pip configuration is found through them.
: "${root:?set to the checkout before sourcing}"
cache=$root/.cache
mkdir -p "$cache/tmp" "$cache/pip"
export TMPDIR=$cache/tmp
export XDG_CACHE_HOME=$cache
export PIP_CACHE_DIR=$cache/pip
export PREFECT_HOME=$cache/prefect
export HYPOTHESIS_STORAGE_DIRECTORY=$cache/hypothesis
export MYPY_CACHE_DIR=$cache/mypy
export RUFF_CACHE_DIR=$cache/ruff
