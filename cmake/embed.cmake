# argosy_embed(<target> <symbol> <file>): puts a file's bytes into the target, as an assembler table.
# C++ reads them through `extern "C" const char <symbol>_begin[], <symbol>_end[]`.
function(argosy_embed target symbol path)
    set(table ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.S)
    get_filename_component(absolute ${path} ABSOLUTE BASE_DIR ${PROJECT_SOURCE_DIR})
    file(CONFIGURE OUTPUT ${table} CONTENT [[
    .section .rodata
    .global @symbol@_begin
    .global @symbol@_end
@symbol@_begin:
    .incbin "@absolute@"
@symbol@_end:
    .byte 0
    .section .note.GNU-stack,"",@progbits
]] @ONLY)
    set_source_files_properties(${table} PROPERTIES OBJECT_DEPENDS ${absolute} LANGUAGE ASM)
    target_sources(${target} PRIVATE ${table})
endfunction()

# argosy_embed_migrations(<target> <folder>): embeds the folder's files <number>_<name>.sql, and
# lists them for the target in store/migrations.inc.
function(argosy_embed_migrations target folder)
    file(GLOB files CONFIGURE_DEPENDS ${folder}/*.sql)
    list(SORT files)
    set(table "")
    foreach(file ${files})
        get_filename_component(step ${file} NAME_WE)
        if(NOT step MATCHES "^0*([0-9]+)_([a-z0-9_]+)$")
            message(FATAL_ERROR "${file}: a migration is named <number>_<name>.sql")
        endif()
        string(APPEND table
            "ARGOSY_MIGRATION(${CMAKE_MATCH_1}, \"${CMAKE_MATCH_2}\", argosy_migration_${step})\n")
        argosy_embed(${target} argosy_migration_${step} ${file})
    endforeach()
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/store/migrations.inc CONTENT "${table}" @ONLY)
    target_include_directories(${target} PRIVATE ${CMAKE_BINARY_DIR}/generated)
endfunction()
