# A room is a folder of src/, a library argosy_<room> and a namespace argosy::<room>.
#
#   argosy_room(<room> DEPENDS <rooms it may include>... LIBRARIES <outside libraries>...)
#
# Sources are the room's .cpp files, tests its *_test.cpp files (binary test_<room>). What its
# testing/ folder holds, fakes above all, is a library of its own for the tests of this room and of
# those that depend on it. The link test
# links the whole room with nothing but its declared rooms, so an undeclared use fails the build;
# what a link cannot see (headers only) is caught by tools/check_includes, which reads the same
# declarations from the file rooms.txt written here.
#
# ARGOSY_COVERAGE names rooms whose executed lines are counted (tools/coverage).
set(ARGOSY_COVERAGE "" CACHE STRING "Rooms instrumented for coverage")
set(ARGOSY_ROOMS_FILE ${CMAKE_BINARY_DIR}/rooms.txt)
file(WRITE ${ARGOSY_ROOMS_FILE} "")

function(argosy_room name)
    cmake_parse_arguments(arg "" "" "DEPENDS;LIBRARIES" ${ARGN})
    string(REPLACE ";" " " depends "${arg_DEPENDS}")
    file(APPEND ${ARGOSY_ROOMS_FILE} "${name}: ${depends}\n")

    file(GLOB sources CONFIGURE_DEPENDS src/${name}/*.cpp)
    set(tests ${sources})
    list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
    list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

    add_library(argosy_${name} STATIC ${sources})
    target_include_directories(argosy_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
    list(TRANSFORM arg_DEPENDS PREPEND argosy_)
    target_link_libraries(argosy_${name} PUBLIC ${arg_DEPENDS} ${arg_LIBRARIES} argosy_options)
    if(name IN_LIST ARGOSY_COVERAGE)
        # Whoever includes a header of it as well: its inline functions are compiled there.
        target_compile_options(argosy_${name} PUBLIC -fprofile-instr-generate -fcoverage-mapping
            -fcoverage-compilation-dir=${CMAKE_BINARY_DIR})
        target_link_options(argosy_${name} PUBLIC -fprofile-instr-generate)
    endif()

    add_executable(linktest_${name} ${PROJECT_SOURCE_DIR}/cmake/linktest.cpp)
    target_link_libraries(linktest_${name} PRIVATE
        "$<LINK_LIBRARY:WHOLE_ARCHIVE,argosy_${name}>" ${arg_DEPENDS})

    if(NOT ARGOSY_TESTS)
        return()
    endif()
    set(fakes "")
    foreach(depend ${arg_DEPENDS})
        if(TARGET ${depend}_testing)
            list(APPEND fakes ${depend}_testing)
        endif()
    endforeach()
    file(GLOB own_fakes CONFIGURE_DEPENDS src/${name}/testing/*.cpp)
    if(own_fakes)
        add_library(argosy_${name}_testing STATIC EXCLUDE_FROM_ALL ${own_fakes})
        target_link_libraries(argosy_${name}_testing PUBLIC argosy_${name} ${fakes} GTest::gtest)
        list(PREPEND fakes argosy_${name}_testing)
    endif()
    if(tests)
        argosy_test(test_${name} SOURCES ${tests} LIBRARIES ${fakes} argosy_${name})
    endif()
endfunction()

# argosy_test(<binary> SOURCES ... LIBRARIES ...): one GoogleTest binary, listed for `./run test`.
file(WRITE ${CMAKE_BINARY_DIR}/tests.txt "")
function(argosy_test name)
    cmake_parse_arguments(arg "" "" "SOURCES;LIBRARIES" ${ARGN})
    add_executable(${name} ${arg_SOURCES} ${PROJECT_SOURCE_DIR}/tests/support/test_main.cpp)
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} argosy_core argosy_options GTest::gmock rapidcheck
                                          rapidcheck_gtest)
    target_compile_definitions(${name} PRIVATE ARGOSY_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                               ARGOSY_BINARY_DIR="${CMAKE_BINARY_DIR}")
    file(APPEND ${CMAKE_BINARY_DIR}/tests.txt "${name}\n")
endfunction()
