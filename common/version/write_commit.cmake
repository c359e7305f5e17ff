# SPDX-License-Identifier: GPL-3.0-or-later
#
# cmake -DSOURCE=FOLDER -DOUTPUT=HEADER -P write_commit.cmake
#
# Writes a header that defines FUNNELKVS_COMMIT: the abbreviated commit of the Git repository whose top level is SOURCE,
# or "" where there is none (sources from an archive) or no usable git. A header that is right already stays as it is.

cmake_minimum_required(VERSION 3.25)

set(commit "")
if(EXISTS "${SOURCE}/.git")
    find_program(git git)
    if(git)
        execute_process(COMMAND ${git} rev-parse --short=7 HEAD
            WORKING_DIRECTORY "${SOURCE}"
            RESULT_VARIABLE failure OUTPUT_VARIABLE output ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
        if(NOT failure)
            set(commit "${output}")
        endif()
    endif()
endif()
file(CONFIGURE OUTPUT "${OUTPUT}" CONTENT "#define FUNNELKVS_COMMIT \"@commit@\"\n" @ONLY)
