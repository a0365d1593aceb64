#!/usr/bin/env bash
# Everything that is said on the GPU machine. Takes in the parts until Node is there; the steps themselves are device.ts.
#
#   bash PART/device.sh receive        checks the part it came with and unpacks what is in it, in the background
#   bash $KIT/device.sh assemble       waits for all that, checks it as a whole, links CUDA
#   bash $KIT/device.sh STEP [ARGS]    any step of device.ts; without one, they are listed
#
# KIT is the folder that holds everything, /tmp/gpu-kit where nothing else is said.
set -euo pipefail
export KIT=${KIT:-/tmp/gpu-kit}
readonly UNPACK_SECONDS=180

say() { printf '[%4d s] %s\n' $(($(date +%s) - $(cat "$KIT/begun"))) "$*"; }
die() { say "$*" >&2; exit 1; }

receive() {
  local part file name
  part=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
  mkdir -p "$KIT"/{parts,unpacked,log,out}
  [ -e "$KIT/begun" ] || { date +%s > "$KIT/begun"; look; }
  (cd "$part" && sha256sum --quiet --check SHA256) || die "Cannot take in \"$part\": it was damaged on the way; send it again"
  for file in "$part"/*; do
    name=$(basename "$file")
    case $name in
      *.xz | *.xz.*) cp "$file" "$KIT/parts/$name" ;;
      SHA256) ;;
      *) cp "$file" "$KIT/$name" ;;
    esac
  done
  for file in "$part"/*.xz; do
    [ -e "$file" ] && setsid nohup bash "$KIT/device.sh" unpack "$(basename "$file")" > "$KIT/log/unpack.$(basename "$file")" 2>&1 < /dev/null &
  done
  say "$(basename "$part") is in"
}

# What to write down of the machine, and what it lacks.
look() {
  say "$(uname -sr), $(nproc) cores, $(awk '/MemTotal/ { printf "%d GB", $2 / 1e6 }' /proc/meminfo), $(df -h --output=avail "$KIT" | tail -1 | tr -d ' ') free in $KIT"
  nvidia-smi --query-gpu=name,compute_cap,memory.total,driver_version --format=csv,noheader 2> /dev/null || say "nvidia-smi does not answer"
  python3 -c 'import importlib.metadata as m
for name in ("torch", "nvidia-cudnn-cu13", "nvidia-cublas"): print(name, m.version(name))' 2> /dev/null || say "this Python has no PyTorch for CUDA 13"
  command -v xz > /dev/null || die "Cannot unpack: this machine has no xz"
}

# One piece, by its line in PIECES: name, how, target, offset. Zeros become holes, so nothing may lie there before.
unpack() {
  local name how target offset
  read -r name how target offset < <(grep "^$1 " "$KIT/PIECES") || die "Cannot unpack \"$1\": PIECES does not list it"
  mkdir -p "$(dirname "$KIT/$target")"
  case $how in
    at) xz --decompress --stdout "$KIT/parts/$name" | dd of="$KIT/$target" bs=1M iflag=fullblock oflag=seek_bytes seek="$offset" conv=notrunc,sparse status=none ;;
    tar) mkdir -p "$KIT/$target" && xz --decompress --stdout "$KIT/parts/$name" | tar --extract --directory "$KIT/$target" ;;
  esac
  touch "$KIT/unpacked/$name"
}

assemble() {
  local name how until=$(($(date +%s) + UNPACK_SECONDS))
  while read -r name how _; do
    [ "$how" = keep ] && continue
    [ -e "$KIT/parts/$name" ] || die "Cannot assemble: the part with $name has not come"
    until [ -e "$KIT/unpacked/$name" ]; do
      [ -s "$KIT/log/unpack.$name" ] && die "Cannot unpack $name: $(tail -3 "$KIT/log/unpack.$name")"
      [ "$(date +%s)" -lt "$until" ] || die "Cannot assemble: $name is not unpacked after $UNPACK_SECONDS s"
      sleep 0.2
    done
  done < "$KIT/PIECES"
  (cd "$KIT" && sha256sum --quiet --check WHOLE) || die "Cannot assemble: the files above are not what was sent; begin with a clean $KIT"
  chmod +x "$KIT/bin/node"
  say "all is unpacked and whole"
}

on_node() {
  [ -x "$KIT/bin/node" ] || die "Cannot run \"${1:-}\": Node has not come yet; receive all parts, then assemble"
  exec "$KIT/bin/node" --conditions=@inception-edge/source "$KIT/app/bench/gpu/device.ts" "$@"
}

case ${1:-} in
  receive | unpack) "$@" ;;
  assemble) assemble; on_node "$@" ;;
  *) on_node "$@" ;;
esac
