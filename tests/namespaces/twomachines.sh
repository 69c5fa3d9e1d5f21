#!/usr/bin/env bash
# twomachines.sh PROGRAM DATA: trains in two network namespaces that stand for two machines, as root.
# The way between them is a pair of virtual network cards; nothing else leads from one to the other.
#   1. two ranks train to the end
#   2. the cable is pulled in the middle of the work: both ranks say so, and a checkpoint is kept
#   3. with the cable back, --resume comes to the numbers of the run of 1.
# Not one of the tests, since it takes root, `ip` (iproute2) and half a minute of silence.
set -euo pipefail

program=$(readlink -f -- "$1")
data=$(readlink -f -- "$2")
folder=$(mktemp -d)
readonly program data folder first=inceptoscope-a second=inceptoscope-b
readonly -a options=(train --network inception_resnet_v2 --width 0.05 --repeats "1,1,1" --input-size 75
  --data "$data" --batch 32 --epochs 1 --threads 1 --sync-batch-norm --checkpoint-minutes 0)

clean_up()
{
  ip netns pids "$first" 2>/dev/null | xargs -r kill 2>/dev/null || true
  ip netns pids "$second" 2>/dev/null | xargs -r kill 2>/dev/null || true
  ip netns del "$first" 2>/dev/null || true
  ip netns del "$second" 2>/dev/null || true
  rm -rf -- "$folder"
}
trap clean_up EXIT

lay_cable()
{
  ip netns add "$first"
  ip netns add "$second"
  ip link add inceptoscope-a type veth peer name inceptoscope-b
  ip link set inceptoscope-a netns "$first"
  ip link set inceptoscope-b netns "$second"
  ip -n "$first" addr add 10.77.0.1/24 dev inceptoscope-a
  ip -n "$second" addr add 10.77.0.2/24 dev inceptoscope-b
  for machine in "$first" "$second"; do
    ip -n "$machine" link set lo up
    ip -n "$machine" link set "$machine" up
  done
}

# rank MACHINE RANK OUT MORE...: in the background; what it says goes to $folder/rank RANK.
rank()
{
  local machine=$1 rank=$2 out=$3
  shift 3
  ip netns exec "$machine" env RANK="$rank" WORLD_SIZE=2 LOCAL_RANK=0 LOCAL_WORLD_SIZE=1 \
    MASTER_ADDR=10.77.0.1 MASTER_PORT=29500 OMP_WAIT_POLICY=passive \
    "$program" "${options[@]}" --out "$folder/$out" "$@" >"$folder/rank$rank" 2>&1 &
}

# both OUT MORE...: trains to the end, or shows what was said.
both()
{
  rank "$first" 0 "$@"
  local zero=$!
  rank "$second" 1 "$@"
  local one=$!
  wait "$zero" && wait "$one" && return
  cat "$folder/rank0" "$folder/rank1"
  exit 1
}

# The log without what clocks tell.
numbers()
{
  sed -E 's/"(wall|photos_per_second|time|started)": ?[^,}]*//g' "$1/run.jsonl"
}

lay_cable
both whole
echo "two ranks trained to the end:"
cat "$folder/rank0"

rank "$first" 0 cut
zero=$!
rank "$second" 1 cut
one=$!
until [[ -e $folder/cut/checkpoint-within-epoch.safetensors ]]; do sleep 0.1; done
ip -n "$second" link set inceptoscope-b down
pulled=$SECONDS
if wait "$zero" || wait "$one"; then
  echo "a rank went on without the other"
  exit 1
fi
wait "$one" || true
echo "the cable was pulled, and $((SECONDS - pulled)) seconds later rank 0 and rank 1 had said:"
cat "$folder/rank0" "$folder/rank1"

ip -n "$second" link set inceptoscope-b up
both cut --resume
if ! diff <(numbers "$folder/whole") <(numbers "$folder/cut") >"$folder/difference"; then
  echo "the run that went on came to other numbers:"
  cat "$folder/difference"
  exit 1
fi
echo "the run that went on came to the numbers of the one that was left alone"
