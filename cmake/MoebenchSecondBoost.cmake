# SPDX-License-Identifier: MIT
# The newest Boost that is tested beside Debian's, fetched once into the user's cache folder.
# Included before find_package(Boost), it says where that is.
include(MoebenchFetch)

set(boost_version 1.90.0)
set(wheel cmeel_boost-${boost_version}-0-cp311-cp311-manylinux_2_28_x86_64.whl)
set(wheel_sha256 14efe34db660c9aacb61247a7f9ae0ee6d7626ec9a3d89b8b27e62dba6fcaa4d)

moebench_cache_folder(cache)
set(folder "${cache}/boost-${boost_version}")
set(Boost_ROOT "${folder}/cmeel.prefix")
set(Boost_DIR "${Boost_ROOT}/lib/cmake/Boost-${boost_version}")  # over what this tree found before

file(MAKE_DIRECTORY "${folder}")
file(LOCK "${folder}/lock" GUARD FILE)  # two build trees at once: the second waits
if(NOT EXISTS "${folder}/unpacked")
    message(STATUS "Fetching Boost ${boost_version} (36 MB), once; it is kept in ${folder}")
    # The flags name one wheel, whichever Python runs pip: the libraries inside are plain C++.
    moebench_fetch(cmeel-boost==${boost_version} ${wheel} ${wheel_sha256} "${folder}"
        "Configure with -DMOEBENCH_SECOND_BOOST=OFF, or with -DBoost_ROOT=... for one of your own."
        --only-binary :all: --python-version 3.11 --platform manylinux_2_28_x86_64)
    file(REMOVE "${folder}/${wheel}")
    file(TOUCH "${folder}/unpacked")
endif()
