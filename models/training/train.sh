#!/bin/sh
# Trains or exports one model: models/training/train.sh coconet --minutes 60
# THREADS sets the CPU threads; OpenBLAS reads its number from the environment, before Python can say.
set -e
cd "$(dirname "$0")/../.."
model=$(printf %s "$1" | tr - _)
shift
export OMP_NUM_THREADS="${THREADS:-2}" OPENBLAS_NUM_THREADS="${THREADS:-2}"
exec "${PYTHON:-/usr/bin/python3}" -m "models.training.$model" "$@"
